package io.tidemark.e2e;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The YAML of a session job that counts, with a FlinkDeployment that stands for its cluster. */
final class CountingSessionJob {
  private static final String YAML =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %2$s}
      spec: {}
      ---
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: %1$s}
      spec:
        deploymentName: %2$s
        flinkConfiguration: {state.savepoints.dir: "%3$s"%4$s}
        job:
          jarURI: %5$s
          args: [%6$s]
          parallelism: 1
          upgradeMode: savepoint
          state: running
      ---
      """;

  private final Story story;
  private final String name;
  private final String cluster;
  private final String configuration;

  private CountingSessionJob(Story story, String name, String cluster, String configuration) {
    this.story = story;
    this.name = name;
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /** A job whose savepoints go to a folder of its own. */
  static CountingSessionJob named(Story story, String name, String cluster) {
    return new CountingSessionJob(story, name, cluster, "");
  }

  /** The same with one more entry of its configuration. */
  CountingSessionJob with(String key, String value) {
    return new CountingSessionJob(
        story, name, cluster, configuration + ", " + key + ": \"" + value + "\"");
  }

  /** Returns the YAML with these arguments of the program. */
  String yaml(String... arguments) {
    var quoted =
        Arrays.stream(arguments).map(it -> '"' + it + '"').collect(Collectors.joining(", "));
    return YAML.formatted(
        name,
        cluster,
        savepoints().toUri(),
        configuration,
        story.stack().jars().countingJob(1),
        quoted);
  }

  Path savepoints() {
    return story.directory(name);
  }
}
