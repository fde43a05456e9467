package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.DisposalResult;
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
    environment.registerDelayedCallback(Duration.ofMinutes(5), () -> running().abandon("no time"));
    environment.registerDelayedCallback( // later, so that it ends a wait and no activity
        Duration.ofMinutes(8), () -> running().skipDisposal());

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
    environment.registerDelayedCallback(Duration.ofMinutes(5), this::cancel);

    var result = runInBackground();

    assertThat(result).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
    assertThat(resources.error()).isEqualTo("the workflow was cancelled");
  }

  private void assertContinued() {
    assertThat(history()).contains("continuedExecutionRunId");
  }
}
