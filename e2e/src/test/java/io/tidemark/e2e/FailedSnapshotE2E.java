package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The messages that a user reads when Flink refuses or fails a snapshot. */
class FailedSnapshotE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {disposeOnDelete: false}
      """;

  @RegisterExtension static final Story story = Story.in("errors");

  @Test
  @DisplayName("R7 a failed savepoint says why in one line, and in an event")
  void saysWhy() {
    var frail = FlinkJobOptions.named("frail").withTolerableFailedCheckpoints(1000);
    story.submit(frail).failSnapshots();

    story.snapshots().apply(SAVEPOINT.formatted("doomed", "frail"));

    var snapshot = story.snapshots().await("doomed", "FAILED");
    assertThat(snapshot.error())
        .contains("This snapshot fails because")
        .doesNotContain("\n", "\tat ", "Exception");
    assertThat(snapshot.failures()).isEqualTo(1);
    assertThat(snapshot.label("snapshot.state")).isEqualTo("FAILED");
    assertThat(story.snapshots().awaitEvent("doomed", "SavepointError"))
        .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"))
        .satisfies(event -> assertThat(event.getMessage()).isEqualTo(snapshot.error()));
    assertThat(story.triggers("frail")).hasSize(1);
  }

  @Test
  @DisplayName("R7 a savepoint that failed is tried again after a while")
  void triesAgain() {
    var job = FlinkJobOptions.named("recovering").withTolerableFailedCheckpoints(1000);
    var recovering = story.submit(job);
    recovering.failSnapshots();

    story
        .snapshots()
        .apply(
            SAVEPOINT
                .replace("backoffLimit: 0", "backoffLimit: 1")
                .formatted("second", "recovering"));

    var failed = story.snapshots().await("second", "one failure", it -> it.failures() == 1);
    recovering.healSnapshots();
    var snapshot = story.snapshots().await("second", "COMPLETED");
    assertThat(failed.state()).isEqualTo("TRIGGER_PENDING");
    assertThat(failed.error()).contains("This snapshot fails because");
    assertThat(snapshot.failures()).isEqualTo(1);
    assertThat(snapshot.error()).isEmpty();
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(2));
    assertThat(story.triggers("recovering")).hasSize(2);
  }
}
