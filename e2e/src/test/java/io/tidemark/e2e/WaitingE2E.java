package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A snapshot is applied before its job. */
class WaitingE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: early}
      spec:
        jobReference: {kind: FlinkDeployment, name: late}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("waiting");

  @Test
  @DisplayName("R10 it says what it waits for, and continues when the job exists")
  void waitsForItsJob() {
    story.snapshots().apply(SAVEPOINT);

    var pending = story.snapshots().await("early", "TRIGGER_PENDING");
    var event = story.snapshots().awaitEvent("early", "WaitingForJob");
    story.deploy("late");

    var snapshot = story.snapshots().await("early", "COMPLETED");
    assertThat(pending.label("snapshot.state")).isEqualTo("TRIGGER_PENDING");
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getMessage()).contains("FlinkDeployment late");
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.error()).isEmpty();
    assertThat(story.snapshots().events("early", "SavepointError")).isEmpty();
    assertThat(story.triggers("late")).hasSize(1);
  }

  @Test
  @DisplayName("R10 a job with a finished source beside a running one is ready")
  void partlyFinished() {
    var job =
        story.submit(
            FlinkJobOptions.named("partly-finished")
                .withFinishingSource()
                .withCheckpointInterval(Duration.ofSeconds(1))); // a source ends with a checkpoint
    await("the end of the source").until(() -> story.stack().flink().finishedTasks(job) > 0);

    story.snapshots().apply(SAVEPOINT.replace("early", "partly").replace("late", job.name()));

    var snapshot = story.snapshots().await("partly", "COMPLETED");
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertThat(snapshot.failures()).isZero();
  }
}
