package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The {@code flinkConfiguration} of a job resource, which may be flat or nested YAML with values of
 * any type (R4).
 */
public final class FlinkConfiguration {
  private static final JavaPropsMapper MAPPER = new JavaPropsMapper();
  private static final int DEFAULT_REST_PORT = 8081;
  private static final int LARGEST_PORT = 65_535;

  private final Properties values;

  private FlinkConfiguration(Properties values) {
    this.values = values;
  }

  /** Reads a configuration; null is an empty one. */
  public static FlinkConfiguration of(@Nullable JsonNode configuration) {
    try {
      return new FlinkConfiguration(
          configuration == null ? new Properties() : MAPPER.writeValueAsProperties(configuration));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns the value of the first of the keys that is set. */
  public Optional<String> first(String... keys) {
    for (var key : keys) {
      var value = values.getProperty(key);
      if (value != null && !value.isBlank()) {
        return Optional.of(value.trim());
      }
    }
    return Optional.empty();
  }

  /** Returns {@code rest.port}; 8081 unless it is set to a valid port. */
  public int restPort() {
    return first("rest.port")
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf)
        .filter(port -> port <= LARGEST_PORT)
        .orElse(DEFAULT_REST_PORT);
  }

  /**
   * Returns the default savepoint directory, by either of the two keys that Flink has had for it.
   */
  public Optional<String> savepointDirectory() {
    return first("execution.checkpointing.savepoint-dir", "state.savepoints.dir");
  }
}
