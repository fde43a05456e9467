package io.tidemark.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the Helm chart's {@code config} values those of {@link Settings}. */
class ChartValuesTest {
  private static final String KEY_PREFIX = "tidemark.";
  private static final Path SCHEMA = Path.of("..", "helm", "tidemark", "values.schema.json");

  /** The settings that the chart derives from other values, or sets itself. */
  private static final Set<Setting<?>> CHARTS_OWN =
      Set.of(
          Settings.MODE,
          Settings.WATCH_NAMESPACES,
          Settings.WATCH_NAMESPACE_SELECTOR,
          Settings.WATCH_LABEL_SELECTOR,
          Settings.FLINK_TLS_DIRECTORY,
          Settings.FLINK_AUTH_DIRECTORY,
          Settings.HTTP_PORT,
          Settings.LEASE_NAMESPACE,
          Settings.LEASE_NAME);

  @Test
  void theChartKnowsEachSettingByItsKey() throws IOException {
    var keys =
        Settings.ALL.stream()
            .filter(setting -> !CHARTS_OWN.contains(setting))
            .map(setting -> setting.key().substring(KEY_PREFIX.length()))
            .collect(Collectors.toSet());

    assertThat(settings().fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(keys);
  }

  private static JsonNode settings() throws IOException {
    return new ObjectMapper().readTree(SCHEMA.toFile()).at("/properties/config/properties");
  }
}
