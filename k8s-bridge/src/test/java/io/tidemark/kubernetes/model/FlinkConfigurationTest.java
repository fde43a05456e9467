package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.kubernetes.fixture.Yaml;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkConfigurationTest {
  @ParameterizedTest
  @DisplayName("R4 the savepoint directory is found under both names, flat, nested or mixed")
  @ValueSource(
      strings = {
        "state.savepoints.dir: s3://b/s",
        "execution.checkpointing.savepoint-dir: s3://b/s",
        "state: {savepoints: {dir: s3://b/s}}",
        "state: {savepoints.dir: s3://b/s, backend: {type: rocksdb}}",
        "{execution: {checkpointing: {savepoint-dir: s3://b/s, interval: 10000}}}",
        "{state.savepoints.dir: s3://b/s, taskmanager.numberOfTaskSlots: 2, a.b: true, c: null}",
        "{state.savepoints.dir: ' s3://b/s ', pipeline: {jars: [a, b]}, cores: 0.5}",
      })
  void savepointDirectory(String yaml) {
    assertThat(configuration(yaml).savepointDirectory()).contains("s3://b/s");
  }

  @ParameterizedTest
  @DisplayName("R4 a directory that is absent, empty or null counts as not set")
  @ValueSource(
      strings = {
        "{}",
        "state.savepoints.dir: ''",
        "state.savepoints.dir: '  '",
        "state.savepoints.dir: null",
        "state: {savepoints: {}}",
        "state.savepoints.directory: s3://b/s",
      })
  void noSavepointDirectory(String yaml) {
    assertThat(configuration(yaml).savepointDirectory()).isEmpty();
  }

  @Test
  @DisplayName("R4 an empty new name falls through to the old one")
  void anEmptyNameFallsThrough() {
    var both = "{execution.checkpointing.savepoint-dir: '', state.savepoints.dir: s3://old}";

    assertThat(configuration(both).savepointDirectory()).contains("s3://old");
  }

  @Test
  @DisplayName("R4 no configuration at all is an empty one")
  void absent() {
    assertThat(FlinkConfiguration.of(null).savepointDirectory()).isEmpty();
    assertThat(FlinkConfiguration.of(null).restPort()).contains(8081);
  }

  @ParameterizedTest
  @DisplayName("R4 the REST port is read from text, numbers and nested values")
  @CsvSource(
      delimiter = '|',
      value = {
        "rest.port: 8082         | 8082",
        "rest.port: '8082'       | 8082",
        "rest.port: ' 8082 '     | 8082",
        "rest: {port: 8082}      | 8082",
        "{}                      | 8081",
        "rest.port: null         | 8081",
        "rest.port: ''           | 8081",
      })
  void restPort(String yaml, int port) {
    assertThat(configuration(yaml).restPort()).contains(port);
  }

  @ParameterizedTest
  @DisplayName("R4 a REST port that is none is an error with its value, and no port")
  @ValueSource(
      strings = {
        "rest.port: http",
        "rest.port: 8081-8090",
        "rest.port: 99999999999",
        "rest.port: 65536",
        "rest.port: -1",
        "rest.port: 0",
        "rest.port: abc"
      })
  void unreadableRestPort(String yaml) {
    assertThat(configuration(yaml).restPort()).isEmpty();
    assertThat(configuration(yaml).restPortError())
        .contains(
            "rest.port is %s, but must be a port from 1 to 65535".formatted(yaml.substring(11)));
  }

  @ParameterizedTest
  @DisplayName("R12 the checkpoint type is one that Flink knows, in any case")
  @CsvSource({
    "full, FULL, ''",
    "Incremental, INCREMENTAL, ''",
    "CONFIGURED, CONFIGURED, ''",
    "HALF, HALF, 'kubernetes.operator.checkpoint.type is HALF, but must be FULL, INCREMENTAL or CONFIGURED'"
  })
  void checkpointType(String value, String type, String error) {
    var configuration = configuration("kubernetes.operator.checkpoint.type: " + value);

    assertThat(configuration.checkpointType()).contains(type);
    assertThat(configuration.checkpointTypeError().orElse("")).isEqualTo(error);
  }

  private static FlinkConfiguration configuration(String yaml) {
    return FlinkConfiguration.of(Yaml.read(yaml, JsonNode.class));
  }
}
