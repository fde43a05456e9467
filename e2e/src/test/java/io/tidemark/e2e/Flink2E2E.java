package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJob;
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
}
