package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The directory of a savepoint whose resource does not name one. */
class TargetDirectoryE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 0
        jobReference: {kind: %s, name: %s}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("directories");

  @Test
  @DisplayName("R4 a session job's own directory goes before that of its cluster")
  void sessionJob() {
    story.deploy("session-cluster");
    story
        .stack()
        .resources()
        .publishSessionJob(
            story.namespace(), "in-session", "session-cluster", story.shared().job(), "RUNNING");
    configure("flinkdeployment", "session-cluster", "cluster");
    configure("flinksessionjob", "in-session", "session-job");

    story.snapshots().apply(SAVEPOINT.formatted("of-session-job", "FlinkSessionJob", "in-session"));

    var snapshot = story.snapshots().await("of-session-job", "COMPLETED");
    assertThat(snapshot.directory()).hasParent(story.directory("session-job"));
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertThat(snapshot.label("job-reference.kind")).isEqualTo("FlinkSessionJob");
  }

  @Test
  @DisplayName("R4 a session job without a directory uses that of its cluster")
  void sessionCluster() {
    story.deploy("plain-cluster");
    story
        .stack()
        .resources()
        .publishSessionJob(
            story.namespace(), "plain", "plain-cluster", story.shared().job(), "RUNNING");
    configure("flinkdeployment", "plain-cluster", "plain-cluster");

    story.snapshots().apply(SAVEPOINT.formatted("of-plain", "FlinkSessionJob", "plain"));

    var snapshot = story.snapshots().await("of-plain", "COMPLETED");
    assertThat(snapshot.directory()).hasParent(story.directory("plain-cluster"));
  }

  @Test
  @DisplayName("R4 a nested flinkConfiguration says it too")
  void nestedConfiguration() {
    story.deploy("nested");
    permitNestedConfigurations();
    var nested =
        """
        {"spec":{"flinkConfiguration":{"state":{"savepoints":{"dir":"%s"}},"rest":{"port":8081}}}}
        """
            .formatted(story.directory("nested").toUri());
    await("the CRD to allow it")
        .ignoreExceptions()
        .until(() -> patch("flinkdeployment", "nested", nested).contains("patched"));

    story.snapshots().apply(SAVEPOINT.formatted("of-nested", "FlinkDeployment", "nested"));

    var snapshot = story.snapshots().await("of-nested", "COMPLETED");
    assertThat(snapshot.directory()).hasParent(story.directory("nested"));
  }

  private static void configure(String kind, String name, String directory) {
    patch(
        kind,
        name,
        """
        {"spec":{"flinkConfiguration":{"state.savepoints.dir":"%s"}}}
        """
            .formatted(story.directory(directory).toUri()));
  }

  /** As later releases of the CRD do; the one in use here allows flat configurations only. */
  private static void permitNestedConfigurations() {
    var path =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/flinkConfiguration";
    story
        .shared()
        .kubectl()
        .run(
            "patch",
            "crd",
            "flinkdeployments.flink.apache.org",
            "--type=json",
            """
            --patch=[{"op":"replace","path":"%s",
              "value":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}]
            """
                .formatted(path));
  }

  private static String patch(String kind, String name, String patch) {
    return story.snapshots().kubectl("patch", kind, name, "--type=merge", "--patch=" + patch);
  }
}
