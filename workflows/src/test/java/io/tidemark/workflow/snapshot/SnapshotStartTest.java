package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryFlink.triggerResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens before a trigger has certainly been sent, and what its answer changes. */
class SnapshotStartTest extends WorkflowTestBase {
  private static final String REFUSED = "GET http://orders:8081/jobs/overview: Connection refused";

  @ParameterizedTest
  @EnumSource(
      value = TriggerResult.Status.class,
      names = {"NOT_REACHED", "NOT_READY"})
  @DisplayName("R8 R9 an attempt that was not sent is taken off at once, and is no failure")
  void notSent(TriggerResult.Status status) {
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(triggerResult(status, REFUSED));

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(states())
        .containsExactly(
            SnapshotState.TRIGGER_PENDING, SnapshotState.IN_PROGRESS, SnapshotState.COMPLETED);
    assertThat(resources.writes.get(0).annotations().attemptRemoved()).isTrue();
    assertThat(flink.triggers).extracting("mode").containsExactly(Mode.FIRST, Mode.FIRST);
    assertThat(resources.failures()).isZero();
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob");
  }

  @Test
  @DisplayName("R9 a cluster that was not called from the workflow task is called outside of it")
  void notCalled() {
    flink.triggerResults.add(triggerResult(TriggerResult.Status.NOT_CALLED, "busy"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).extracting("mode").containsExactly(Mode.FIRST, Mode.FIRST);
    assertThat(activities()).containsExactly("Trigger");
    assertThat(resources.eventReasons()).isEmpty();
  }

  @Test
  @DisplayName("R9 a cluster that was too slow for the workflow task is called outside of it next")
  void slowCluster() {
    flink.triggerResults.add(triggerResult(TriggerResult.Status.NOT_REACHED, "timeout"));

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(activities()).containsExactly("AwaitReady", "Trigger");
  }

  @Test
  @DisplayName("R8 R10 an outage of the cluster is an event, and no attempt is written meanwhile")
  void outage() {
    flink.triggerResults.add(triggerResult(TriggerResult.Status.NOT_REACHED, REFUSED));
    for (int i = 0; i < 3; i++) {
      flink.errorsOfWaits.add(
          ApplicationFailure.newNonRetryableFailure(
              REFUSED, FlinkErrorCategory.FLINK_UNREACHABLE.name()));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).hasSize(2);
    assertThat(resources.eventReasons()).contains("WaitingForJob", "FlinkUnreachable");
    assertThat(resources.error()).isNull();
  }

  @Test
  @DisplayName("R10 a cluster that stays unreachable is ABANDONED at the start deadline")
  void unreachableToTheDeadline() {
    resources.startDeadline = Duration.ofMinutes(3);
    resources.reread();
    flink.triggerResults.add(triggerResult(TriggerResult.Status.NOT_REACHED, REFUSED));
    for (int i = 0; i < 100; i++) {
      flink.errorsOfWaits.add(
          ApplicationFailure.newNonRetryableFailure(
              REFUSED, FlinkErrorCategory.FLINK_UNREACHABLE.name()));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message())
        .isEqualTo(REFUSED + "; not started within 3 min, the start deadline");
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("R10 a job that ends while it is waited for gets 10 s for an upgrade")
  void endsWhileWaitedFor() {
    flink.triggerResults.add(triggerResult(TriggerResult.Status.NOT_READY, "1 of 2 tasks run"));
    for (int i = 0; i < 2; i++) {
      flink.readiness.add(new JobReadiness(false, "job is CANCELED"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message()).isEqualTo("job is CANCELED");
    assertThat(timers()).contains(Duration.ofSeconds(10));
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("R10 the 10 s of an ended job begin again with each job id")
  void endedJobs() {
    resources.endedJobs.addAll(List.of("a", "b", "c"));

    assertThat(run().outcome()).isEqualTo("COMPLETED");
  }

  @Test
  @DisplayName("R10 a job that has ended by its resource for 10 s is ABANDONED")
  void endedJob() {
    resources.endedJobs.addAll(List.of("a", "a", "a"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message()).isEqualTo("FlinkDeployment orders is FAILED");
    assertThat(flink.triggers).isEmpty();
  }

  @Test
  @DisplayName("R9 a trigger that Flink accepts under another id is followed under that one")
  void acceptedUnderAnotherId() {
    flink.triggerResults.add(
        new TriggerResult(TriggerResult.Status.TRIGGERED, InMemoryFlink.AT, "", "other"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.writes.get(0).status().triggerId()).isEqualTo("other");
    assertThat(flink.asked).containsExactly("other");
    assertThat(resources.eventReasons()).containsExactly("UnexpectedAnswer");
  }

  @Test
  @DisplayName("R11 an attempt that failed because its job has ended is ABANDONED, not repeated")
  void failedWithItsJob() {
    flink.outcomes.add(InMemoryFlink.failed("CheckpointCoordinator shutdown."));
    flink.jobEnd = "job is CANCELED";

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message()).contains("job is CANCELED", "CheckpointCoordinator shutdown.");
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("R7 a batch job is FAILED at once, whatever the limit")
  void batchJob() {
    flink.outcomes.add(
        new SnapshotOutcome(
            SnapshotOutcome.Status.REJECTED,
            InMemoryFlink.AT,
            null,
            null,
            "Job a is not a streaming job."));

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(result.message()).isEqualTo("Job a is not a streaming job.");
    assertThat(flink.triggers).hasSize(1);
  }
}
