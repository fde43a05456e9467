package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tidemark.app.configuration.Setting;
import io.tidemark.app.configuration.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docker-compose.yml against the Compose Specification; nothing is run. */
class ComposeFileTest {
  private static final Path FILE = Path.of("..", "docker-compose.yml");

  @Test
  void followsTheComposeSpecification() throws IOException {
    var published = (ObjectNode) new YAMLMapper().readTree(resource());
    published.remove("$id"); // a relative one, which the validator refuses
    var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(published);

    assertThat(schema.validate(file())).isEmpty();
  }

  @Test
  void dependsOnServicesThatAreThere() throws IOException {
    var services = file().get("services");
    var names = names(services).toList();

    assertThat(names).contains("tidemark", "postgresql", "temporal", "temporal-ui");
    for (var service : services) {
      assertThat(names(service.path("depends_on"))).isSubsetOf(names);
    }
  }

  @Test
  void setsWhatTidemarkKnows() throws IOException {
    var known = Settings.ALL.stream().map(Setting::environmentName).toList();
    var environment = file().at("/services/tidemark/environment");

    assertThat(names(environment).filter(name -> name.startsWith("TIDEMARK_")))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void pinsItsImagesAndPublishesThemToThisMachineOnly() throws IOException {
    for (var service : file().get("services")) {
      var image = service.get("image").asText();
      assertThat(service.has("build") || image.matches(".+:\\d[\\d.]*")).as(image).isTrue();
      assertThat(service.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
    }
  }

  private static Stream<String> names(JsonNode object) {
    return Stream.of(object).flatMap(it -> it.properties().stream()).map(entry -> entry.getKey());
  }

  private static InputStream resource() {
    return ComposeFileTest.class.getResourceAsStream("compose-spec/compose-spec.json");
  }

  private static JsonNode file() throws IOException {
    return new YAMLMapper().readTree(FILE.toFile());
  }
}
