package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.AttemptLimits;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A snapshot that Flink takes for longer than it should. */
class SlowAttemptTest extends WorkflowTestBase {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @BeforeEach
  void triggeredNow() {
    flink.acceptedAt = now();
    flink.slow = true;
  }

  @Test
  @DisplayName(
      "R25 a snapshot in progress for long gets one event with its time-out and the ways out")
  void slow() {
    limit(SHORT, Duration.ZERO);
    var result = runInBackground();
    awaitEvent("SnapshotSlow");
    running().changed();
    await()
        .atMost(PATIENCE)
        .until(() -> Collections.frequency(activities(), "AwaitOutcome") == 3); // event, change

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(resources.eventReasons()).containsExactly("SnapshotSlow");
    assertThat(resources.events.get(0).message())
        .contains("longer than 1 s", "execution.checkpointing.timeout is 7 min")
        .contains("abandon to workflow " + ID.workflowId(), "kubectl delete");
  }

  @Test
  @DisplayName("R25 the time since the trigger counts by the clock that wrote the trigger's time")
  void clocksDiffer() {
    limit(Duration.ofMinutes(30), Duration.ofMinutes(30));
    resources.clock = () -> now().minus(Duration.ofHours(1));
    flink.acceptedAt = resources.clock.instant();
    var result = runInBackground();
    awaitActivity("AwaitOutcome");

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(resources.eventReasons()).isEmpty();
  }

  @Test
  @DisplayName("R25 an event that could not be published is published later")
  void publishedLater() {
    limit(SHORT, Duration.ZERO);
    for (int i = 0; i < 2; i++) { // inside the workflow task, and as a normal activity
      resources.errorsOfEvents.add(
          ApplicationFailure.newNonRetryableFailure("away", "Unavailable"));
    }
    var result = runInBackground();
    awaitEvent("SnapshotSlow");

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(resources.errorsOfEvents).isEmpty();
  }

  @Test
  @DisplayName("R25 R8 a snapshot in progress is slow also while Flink cannot be reached")
  void slowInAnOutage() {
    limit(Duration.ofMinutes(30), Duration.ZERO);
    flink.acceptedAt = now().minus(Duration.ofHours(1));
    flink.unreachable = true;
    resources.takenOver("abcd", flink.acceptedAt);
    var result = runInBackground();
    awaitEvent("SnapshotSlow");

    flink.slow = false;
    flink.unreachable = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(Collections.frequency(resources.eventReasons(), "SnapshotSlow")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "R25 a snapshot without a result at the deadline is given up, and what may follow too")
  void overdue() {
    limit(Duration.ZERO, SHORT);
    var result = runInBackground();
    awaitState(SnapshotState.ABANDONED);

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("ABANDONED");
    assertThat(resources.error())
        .contains("no result within 1 s", "tidemark.snapshot.result-deadline");
    assertThat(flink.disposed).hasSize(1);
  }

  @Test
  @DisplayName("R25 without limits nothing is reported, and no timer runs")
  void unlimited() {
    var result = runInBackground();
    awaitActivity("AwaitOutcome");

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(timers()).isEmpty();
  }

  private void limit(Duration slowAfter, Duration resultDeadline) {
    resources.limits = new AttemptLimits(Duration.ZERO, slowAfter, resultDeadline, "7 min");
    resources.reread();
  }

  private void awaitEvent(String reason) {
    await().atMost(PATIENCE).until(() -> resources.eventReasons().contains(reason));
  }
}
