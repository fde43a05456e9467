package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.CheckResult.Verdict;
import io.tidemark.app.check.TaskQueueFinding;
import io.tidemark.app.check.TaskQueueState;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflowImpl;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskQueueOwnershipTest {
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
  private final WorkerFactory workers = temporal.getWorkerFactory();
  private Supplier<TaskQueueFinding> check = in(TaskQueueState.OURS);
  private boolean recorded;

  private final TaskQueueOwnership ownership =
      new TaskQueueOwnership(() -> check.get(), () -> recorded = true, workers);

  @AfterEach
  void close() {
    temporal.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS", "NOT_COMPARABLE"})
  @DisplayName("S6 a task queue is recorded before it is used, also if it cannot be compared")
  void taken(TaskQueueState state) {
    check = in(state);

    ownership.take();

    assertThat(recorded).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER", "UNRECORDED"})
  @DisplayName("S6 a task queue is not used if it is another's, or if ours could not be recorded")
  void notTaken(TaskQueueState state) {
    check = in(state);

    assertThatThrownBy(ownership::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task queue: " + state);
  }

  @Test
  @DisplayName("S6 a task queue is not used while Temporal does not tell whose it is")
  void notTakenInAnOutage() {
    check = TaskQueueOwnershipTest::noAnswer;

    assertThatThrownBy(ownership::take).isInstanceOf(ScheduleException.class);
  }

  @Test
  @DisplayName("S6 polling pauses while another cluster has the task queue, and readiness says so")
  void lost() {
    lose();
    assertThat(ownership.missing()).containsExactly("task queue: OTHER");
    assertThat(suspended()).isTrue();

    check = in(TaskQueueState.OURS);
    ownership.verify();

    assertThat(ownership.missing()).isEmpty();
    assertThat(suspended()).isFalse();
  }

  @Test
  @DisplayName("S6 an outage of Temporal resumes no polling of another cluster's task queue")
  void outageWhileLost() {
    lose();

    check = TaskQueueOwnershipTest::noAnswer;
    ownership.verify();

    assertStillLost();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNRECORDED", "NOT_COMPARABLE"})
  @DisplayName("S6 an answer that names no cluster neither resumes polling nor ends it")
  void undecided(TaskQueueState state) {
    startWorkers();
    check = in(state);
    ownership.verify();
    assertThat(suspended()).isFalse();
    loseWithStartedWorkers();

    check = in(state);
    ownership.verify();

    assertStillLost();
  }

  private void lose() {
    startWorkers();
    loseWithStartedWorkers();
  }

  private void startWorkers() {
    workers
        .newWorker("tidemark")
        .registerWorkflowImplementationTypes(PeriodicSnapshotWorkflowImpl.class);
    workers.start();
  }

  private void loseWithStartedWorkers() {
    check = in(TaskQueueState.OTHER);
    ownership.verify();
  }

  private void assertStillLost() {
    assertThat(ownership.missing()).containsExactly("task queue: OTHER");
    assertThat(suspended()).isTrue();
  }

  private boolean suspended() {
    return workers.getWorker("tidemark").isSuspended();
  }

  private static Supplier<TaskQueueFinding> in(TaskQueueState state) {
    return () ->
        new TaskQueueFinding(state, new CheckResult("task queue", Verdict.OK, state.name()));
  }

  private static TaskQueueFinding noAnswer() {
    throw new ScheduleException(Status.UNAVAILABLE.asRuntimeException());
  }
}
