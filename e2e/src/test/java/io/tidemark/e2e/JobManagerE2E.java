package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.FlinkRelease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A JobManager that is killed during a savepoint, and comes back with its jobs as with HA. */
class JobManagerE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: interrupted}
      spec:
        backoffLimit: 1
        jobReference: {kind: FlinkDeployment, name: orders}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("jobmanager");

  private static DevStack flink;

  @BeforeAll
  static void prepare() {
    flink =
        DevStack.builder()
            .flink(FlinkRelease.V1_20)
            .jobOptions(FlinkJobOptions.named("orders"))
            .start();
    story.shared().proxy().route(story.namespace(), flink.flink().restAddress());
    story.deploy("orders", flink.flink().jobs().get(0));
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @Test
  @DisplayName(
      "R18 R8 a JobManager that was killed has forgotten the attempt, and the next one ends")
  void killed() {
    var job = flink.flink().jobs().get(0);
    job.holdSnapshots();
    story.snapshots().apply(SAVEPOINT);
    story.snapshots().await("interrupted", "IN_PROGRESS");

    flink.flink().restart();
    job.healSnapshots();

    var snapshot = story.snapshots().await("interrupted", "COMPLETED");
    assertThat(snapshot.failures()).isEqualTo(1);
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(2));
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertThat(story.snapshots().awaitEvent("interrupted", "PossibleOrphan").getMessage())
        .contains("JobManager has restarted", flink.flink().savepointDirectory().toString());
    assertThat(story.snapshots().events("interrupted", "SavepointError")).isEmpty();
  }
}
