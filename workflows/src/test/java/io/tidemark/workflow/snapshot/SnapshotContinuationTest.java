package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.LegacySnapshot;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a run passes on to the next one, when its history has grown long. */
class SnapshotContinuationTest extends WorkflowTestBase {
  /** More rounds than fit into one run. */
  private static final int MANY = 300;

  @Test
  @DisplayName("W5 R10 a wait that outlasts a run keeps its start deadline and its announcement")
  void longWait() {
    resources.jobThere = false;
    resources.startDeadline = Duration.ofHours(4);
    resources.reread();
    var start = now();

    var result = end(runInBackground());

    assertContinued();
    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(Duration.between(start, endedAt())).isLessThan(Duration.ofHours(5));
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob", "SnapshotAbandoned");
  }

  @Test
  @DisplayName("W5 W3 R8 an outage that outlasts a run keeps its backoff and what was asked for")
  void longOutage() {
    resources.takenOver("abcd");
    flink.slow = true;
    resources.failSteps(MANY);
    var result = runInBackground();
    whileWaiting(Duration.ofMinutes(5), () -> running().abandon("no time"));
    whileWaiting(Duration.ofMinutes(8), () -> running().skipDisposal());

    var end = end(result);

    assertContinued();
    assertThat(timers()).isNotEmpty().containsOnly(Duration.ofMinutes(1));
    assertThat(end.outcome()).isEqualTo("ABANDONED");
    assertThat(end.message()).startsWith("no time; Flink may still complete");
  }

  @Test
  @DisplayName("W5 R15 disposals that fail for longer than a run keep their backoff")
  void longDisposal() {
    resources.disposalDeadline = Duration.ZERO;
    resources.reread();
    run();
    resources.delete(now());
    for (int i = 0; i < MANY; i++) {
      flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    }

    var result = run();

    assertContinued();
    assertThat(timers()).isNotEmpty().containsOnly(Duration.ofMinutes(10));
    assertThat(result.outcome()).isEqualTo("DISPOSED");
  }

  @Test
  @DisplayName(
      "W5 W3 a cancellation outlasts a long outage: the run continues, and does as it says")
  void cancelledDuringLongOutage() {
    resources.jobThere = false;
    resources.failSteps(MANY);
    whileWaiting(Duration.ofMinutes(5), this::cancel);

    var result = runInBackground();

    assertThat(result).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
    assertThat(resources.error()).isEqualTo("the workflow was cancelled");
  }

  @Test
  @DisplayName(
      "L3 L4 a change that comes while a run ends is looked at by another one, in legacy mode")
  void nextSnapshotOfJob() {
    resources.fastPath = false;
    resources.afterWrite =
        change -> {
          if (change.state().terminal()) {
            running().changed();
          }
        };
    var job = new JobReference(JobReference.DEPLOYMENT, "orders");
    var carried = LegacySnapshot.carriedBy("flink", job, "11111111", SnapshotType.SAVEPOINT);

    var result = end(runInBackground(SnapshotRequest.of(carried)));

    assertContinued();
    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("L3 L4 a request for one snapshot of a job in legacy mode does not reach the next")
  void requestOfSnapshotBefore() {
    resources.fastPath = false;
    resources.jobThere = false;
    var job = new JobReference(JobReference.DEPLOYMENT, "orders");
    var carried = LegacySnapshot.carriedBy("flink", job, "11111111", SnapshotType.SAVEPOINT);
    whileWaiting(Duration.ofMinutes(2), this::abandonBeforeNext);

    var result = end(runInBackground(SnapshotRequest.of(carried)));

    assertContinued();
    assertThat(result.outcome()).isEqualTo("COMPLETED");
  }

  /** The snapshot has ended, and the job carries the next one when the request is looked at. */
  private void abandonBeforeNext() {
    resources.replace("11111111/legacy/savepoint/2000");
    running().abandon("not needed");
  }

  private void assertContinued() {
    assertThat(history()).contains("continuedExecutionRunId");
  }
}
