package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same on Flink 2, on a cluster that has no directory for savepoints. */
class Flink2E2E {
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: on-flink-2}
        %s
      """;

  @RegisterExtension static final Story story = Story.in("flink2");

  private static FlinkJob job;

  @BeforeAll
  static void prepare() {
    var flink = story.shared().flink2().flink();
    story.shared().proxy().route(story.namespace(), flink.restAddress());
    job = flink.jobs().get(0);
    story.deploy("on-flink-2", job);
  }

  @Test
  @DisplayName("R6 a savepoint on Flink 2.3")
  void savepoint() {
    var directory = story.directory("savepoint");

    story
        .snapshots()
        .apply(SNAPSHOT.formatted("savepoint", "savepoint: {path: \"%s\"}".formatted(directory)));

    var snapshot = story.snapshots().await("savepoint", "COMPLETED");
    assertThat(snapshot.directory()).hasParent(directory);
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    story.snapshots().delete("savepoint");
    assertThat(snapshot.directory()).doesNotExist();
  }

  @Test
  @DisplayName("R12 a checkpoint on Flink 2.3")
  void checkpoint() {
    story.snapshots().apply(SNAPSHOT.formatted("checkpoint", "checkpoint: {}"));

    var snapshot = story.snapshots().await("checkpoint", "COMPLETED");
    assertThat(snapshot.path()).contains(job.id());
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
  }

  @Test
  @DisplayName("R4 R7 without any directory it is FAILED at once, whatever the backoff limit")
  void noDirectory() {
    story.snapshots().apply(SNAPSHOT.formatted("nowhere", "savepoint: {}"));

    var snapshot = story.snapshots().await("nowhere", "FAILED");

    assertThat(snapshot.error())
        .contains("spec.savepoint.path")
        .contains("state.savepoints.dir")
        .doesNotContain("\n");
    assertThat(snapshot.failures()).isEqualTo(1);
    assertThat(story.snapshots().awaitEvent("nowhere", "SavepointError").getMessage())
        .isEqualTo(snapshot.error());
  }

  @Test
  @DisplayName("R7 a savepoint that fails on Flink 2.3 says why in one line")
  void failure() {
    var flink = story.shared().flink2().flink();
    var frail = flink.submit(FlinkJobOptions.named("frail").withTolerableFailedCheckpoints(1000));
    story.deploy("frail-on-flink-2", frail);
    frail.failSnapshots();
    var savepoint = "savepoint: {path: \"%s\"}".formatted(story.directory("doomed"));

    story
        .snapshots()
        .apply(SNAPSHOT.formatted("doomed", savepoint).replace("on-flink-2", "frail-on-flink-2"));

    var failed = story.snapshots().await("doomed", "one failure", it -> it.failures() == 1);
    assertThat(failed.error())
        .contains("This snapshot fails because")
        .doesNotContain("\n", "\tat ", "Exception");
  }

  @Test
  @DisplayName("R4 R14 the directory by its name in Flink 2, and the disposal there")
  void directoryKey() {
    story.deploy("configured", job);
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinkdeployment",
            "configured",
            "--type=merge",
            """
            --patch={"spec":{"flinkConfiguration":{"execution.checkpointing.savepoint-dir":"%s"}}}
            """
                .formatted(story.directory("configured").toUri()));

    story
        .snapshots()
        .apply(
            SNAPSHOT.formatted("configured", "savepoint: {}").replace("on-flink-2", "configured"));

    var snapshot = story.snapshots().await("configured", "COMPLETED");
    assertThat(snapshot.directory()).hasParent(story.directory("configured"));
    story.snapshots().delete("configured");
    assertThat(snapshot.directory()).doesNotExist();
  }
}
