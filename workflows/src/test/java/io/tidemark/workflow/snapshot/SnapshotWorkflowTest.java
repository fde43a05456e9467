package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.AttemptLimits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotWorkflowTest extends WorkflowTestBase {
  @Test
  @DisplayName("R6 a savepoint goes through IN_PROGRESS to COMPLETED with its path")
  void completes() {
    var result = run();

    assertThat(states()).containsExactly(SnapshotState.IN_PROGRESS, SnapshotState.COMPLETED);
    assertThat(result.path()).isEqualTo("file:/savepoints/savepoint-1");
    assertThat(resources.writes.get(0).status().triggerId()).isEqualTo(TriggerId.of(ID.uid(), 1));
    assertThat(resources.events).isEmpty();
  }

  @Test
  @DisplayName("R6 a result within the record-after time is recorded with its trigger at once")
  void recordedAtOnce() {
    recordAfterAMoment();

    run();

    assertThat(states()).containsExactly(SnapshotState.COMPLETED);
    var status = resources.writes.get(0).status();
    assertThat(status.triggerId()).isEqualTo(TriggerId.of(ID.uid(), 1));
    assertThat(status.triggerTimestamp()).isNotNull();
  }

  @Test
  @DisplayName("R6 R7 a failure within the record-after time counts as an attempt")
  void failureRecordedAtOnce() {
    recordAfterAMoment();
    flink.outcomes.add(InMemoryFlink.failed("disk full"));

    run();

    assertThat(states()).containsExactly(SnapshotState.TRIGGER_PENDING, SnapshotState.COMPLETED);
    assertThat(resources.failures()).isEqualTo(1);
  }

  @Test
  @DisplayName("R6 a snapshot without a result after the record-after time is IN_PROGRESS")
  void recordedFirst() {
    recordAfterAMoment();
    flink.slow = true;
    var result = runInBackground();
    awaitState(SnapshotState.IN_PROGRESS);

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
  }

  @Test
  @DisplayName("W2 a savepoint that ends at once is one workflow task of at most 10 events")
  void oneWorkflowTask() {
    recordAfterAMoment();

    run();

    assertThat(history().split("\"eventId\"", -1)).hasSizeLessThanOrEqualTo(1 + 10);
    assertThat(history()).doesNotContain("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED");
  }

  @Test
  @DisplayName("W2 the query progress tells state, attempt, trigger id and path")
  void progress() {
    run();

    var progress = running().progress();
    assertThat(progress.state()).isEqualTo(SnapshotState.COMPLETED);
    assertThat(progress.triggerId()).isEqualTo(TriggerId.of(ID.uid(), 1));
    assertThat(progress.activity()).contains("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("R12 a checkpoint completes with the path of the job's history")
  void checkpoint() {
    resources.type = SnapshotType.CHECKPOINT;
    resources.reread();

    var result = run();

    assertThat(result.path()).isEqualTo("file:/c/chk-7");
  }

  @Test
  @DisplayName("R12 a checkpoint whose path cannot be read is COMPLETED without one, with an event")
  void checkpointWithoutPath() {
    resources.type = SnapshotType.CHECKPOINT;
    resources.reread();
    flink.pathsListed = false;

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(result.path()).isNull();
    assertThat(resources.error()).isNull();
    assertThat(resources.eventReasons()).containsExactly("CheckpointError");
    assertThat(resources.events.get(0).message()).contains("web.checkpoints.history");
  }

  @Test
  @DisplayName("R5 an existing savepoint is COMPLETED without a call to Flink")
  void imported() {
    resources.imported = true;

    var result = run();

    assertThat(result.path()).isEqualTo("file:/imported");
    assertThat(resources.writes.get(0).status().triggerTimestamp()).isNotNull();
    assertThat(resources.writes.get(0).status().resultTimestamp()).isNotNull();
    assertThat(flink.triggers).isEmpty();
  }

  @Test
  @DisplayName("R7 failed attempts are retried under new trigger ids up to the limit, then FAILED")
  void failsAtTheLimit() {
    resources.backoffLimit = 1;
    resources.reread();
    flink.outcomes.add(InMemoryFlink.failed("disk full"));
    flink.outcomes.add(InMemoryFlink.failed("disk still full"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(result.message()).isEqualTo("disk still full");
    assertThat(resources.failures()).isEqualTo(2);
    assertThat(flink.taken).containsExactly(TriggerId.of(ID.uid(), 1), TriggerId.of(ID.uid(), 2));
    assertThat(resources.eventReasons()).containsExactly("SavepointError", "SavepointError");
  }

  @Test
  @DisplayName("R7 a failed attempt is TRIGGER_PENDING with its error until the next one completes")
  void recovers() {
    flink.outcomes.add(InMemoryFlink.failed("disk full"));

    var result = run();

    assertThat(states())
        .containsExactly(
            SnapshotState.IN_PROGRESS,
            SnapshotState.TRIGGER_PENDING,
            SnapshotState.IN_PROGRESS,
            SnapshotState.COMPLETED);
    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.error()).isNull();
    assertThat(resources.failures()).isEqualTo(1);
  }

  @Test
  @DisplayName("R7 a request that Flink refuses is FAILED at once, whatever the limit")
  void rejected() {
    flink.triggerResults.add(
        InMemoryFlink.triggerResult(TriggerResult.Status.REJECTED, "no directory"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(result.message()).isEqualTo("no directory");
  }

  @Test
  @DisplayName("R8 a lost trigger answer is asked for again under the same id and is no failure")
  void lostTriggerAnswer() {
    flink.errors.add(InMemoryFlink.unreachable());

    run();

    assertThat(flink.triggers).extracting("mode").containsExactly(Mode.FIRST, Mode.UNDER_WAY);
    assertThat(flink.triggers).extracting("triggerId").containsOnly(TriggerId.of(ID.uid(), 1));
    assertThat(resources.failures()).isZero();
  }

  @Test
  @DisplayName(
      "R8 an outage longer than the retries is shown, cleared when it ends, and no failure")
  void longOutage() {
    for (int i = 0; i < 8; i++) {
      flink.errors.add(InMemoryFlink.unreachable());
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.failures()).isZero();
    assertThat(resources.error()).isNull();
    assertThat(resources.eventReasons()).containsExactly("FlinkUnreachable");
    assertThat(flink.taken).hasSize(1);
  }

  @Test
  @DisplayName("R8 an outage that follows one that is over waits as briefly as the first")
  void backoffStartsAgain() {
    resources.failSteps(1);
    resources.jobThere = false;
    resources.afterWrite =
        change -> {
          if (change.state() == SnapshotState.TRIGGER_PENDING) {
            resources.jobThere = true;
            resources.failSteps(1);
          }
        };

    run();

    assertThat(timers())
        .as("an outage, the wait for the job, another outage")
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("R8 an API server that fails for a while changes nothing in the end")
  void apiServerOutage() {
    for (int i = 0; i < 9; i++) {
      resources.errors.add(new IllegalStateException("API server away"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.taken).hasSize(1);
  }

  @Test
  @DisplayName("R10 a missing job is waited for, and a signal ends the wait")
  void waitsForTheJob() throws Exception {
    resources.jobThere = false;
    var result = runInBackground();
    whileWaiting(
        Duration.ofSeconds(5),
        () -> {
          resources.jobThere = true;
          running().changed();
        });

    assertThat(result.get().outcome()).isEqualTo("COMPLETED");
    assertThat(states())
        .containsExactly(
            SnapshotState.TRIGGER_PENDING, SnapshotState.IN_PROGRESS, SnapshotState.COMPLETED);
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob");
    assertThat(history()).doesNotContain("EVENT_TYPE_TIMER_FIRED");
  }

  @Test
  @DisplayName("R10 at the start deadline a snapshot without a job is ABANDONED")
  void startDeadline() {
    resources.jobThere = false;

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob", "SnapshotAbandoned");
  }

  @Test
  @DisplayName("R10 tasks that do not run yet are waited for")
  void waitsForTasks() {
    flink.triggerResults.add(
        InMemoryFlink.triggerResult(TriggerResult.Status.NOT_READY, "1 of 2 tasks run"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).extracting("mode").containsExactly(Mode.FIRST, Mode.FIRST);
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob");
  }

  @Test
  @DisplayName("R10 a job that has ended for ten seconds is not waited for any longer")
  void endedJob() {
    for (int i = 0; i < 2; i++) {
      flink.triggerResults.add(
          InMemoryFlink.triggerResult(TriggerResult.Status.JOB_ENDED, "job is FINISHED"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message()).isEqualTo("job is FINISHED");
  }

  @Test
  @DisplayName("R2 an invalid spec is one event, and FAILED after the start deadline")
  void invalidSpec() {
    resources.invalid = Optional.of("spec.backoffLimit is -7");

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(resources.error()).isEqualTo("spec.backoffLimit is -7");
    assertThat(flink.triggers).isEmpty();
    assertThat(resources.events)
        .extracting("discriminator")
        .containsOnly("spec.backoffLimit is -7");
  }

  @Test
  @DisplayName(
      "R21 an attempt that is under way is settled under its own id before another is sent")
  void takeOver() {
    resources.takenOver("abcd");

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).extracting("triggerId").containsExactly("abcd");
    assertThat(flink.triggers).extracting("mode").containsExactly(Mode.UNDER_WAY);
  }

  @Test
  @DisplayName("R6 R21 a run that finds the attempt recorded does not record it again")
  void recordedOnce() {
    resources.takenOver("abcd");

    run();

    assertThat(states()).containsExactly(SnapshotState.COMPLETED);
  }

  @Test
  @DisplayName("W1 W2 a second run of a settled snapshot asks Flink nothing and shows the same")
  void settled() {
    var result = run();
    var progress = running().progress();

    var again = run();

    assertThat(again).isEqualTo(result);
    assertThat(running().progress()).isEqualTo(progress);
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("W1 W2 a second run of a failed snapshot shows the attempt that failed")
  void settledFailure() {
    resources.backoffLimit = 1;
    resources.reread();
    flink.outcomes.add(InMemoryFlink.failed("disk full"));
    flink.outcomes.add(InMemoryFlink.failed("disk full"));
    var result = run();
    var progress = running().progress();

    var again = run();

    assertThat(again).isEqualTo(result);
    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(running().progress()).isEqualTo(progress);
    assertThat(progress.attempt()).isEqualTo(2);
  }

  private void recordAfterAMoment() {
    resources.limits = new AttemptLimits(Duration.ofMillis(150), Duration.ZERO, Duration.ZERO, "");
    resources.reread();
  }
}
