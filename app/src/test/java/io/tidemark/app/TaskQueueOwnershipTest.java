package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.CheckResult.Verdict;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflowImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TaskQueueOwnershipTest {
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
  private final WorkerFactory workers = temporal.getWorkerFactory();
  private Verdict verdict = Verdict.OK;
  private boolean recorded;

  private final TaskQueueOwnership ownership =
      new TaskQueueOwnership(
          () -> new CheckResult("task queue", verdict, "of us"), () -> recorded = true, workers);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  @DisplayName("S6 a task queue is recorded before it is used, and not used if it is another's")
  void taken() {
    ownership.take();
    assertThat(recorded).isTrue();

    verdict = Verdict.MISSING;
    assertThatThrownBy(ownership::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task queue: of us");
  }

  @Test
  @DisplayName("S6 polling pauses while another cluster has the task queue, and readiness says so")
  void lost() {
    workers
        .newWorker("tidemark")
        .registerWorkflowImplementationTypes(PeriodicSnapshotWorkflowImpl.class);
    workers.start();
    verdict = Verdict.MISSING;
    ownership.verify();
    assertThat(ownership.missing()).containsExactly("task queue: of us");
    assertThat(suspended()).isTrue();

    verdict = Verdict.OK;
    ownership.verify();

    assertThat(ownership.missing()).isEmpty();
    assertThat(suspended()).isFalse();
  }

  private boolean suspended() {
    return workers.getWorker("tidemark").isSuspended();
  }
}
