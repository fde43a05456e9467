package io.tidemark.app;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkerCapacityTest {
  private static final WorkerCapacity CAPACITY = WorkerCapacity.ofThisMachine(10);
  private static final Duration DELAY = Duration.ofMillis(1500);

  /** Gets no processor for a while. */
  @WorkflowInterface
  public interface Delayed {
    @WorkflowMethod
    void run();
  }

  public static final class DelayedImpl implements Delayed {
    @Override
    public void run() {
      var until = System.nanoTime() + DELAY.toNanos();
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
    }
  }

  @Test
  @DisplayName("S2 a workflow that its machine delays for more than a second fails no task")
  void delayed() {
    try (var temporal = TestWorkflowEnvironment.newInstance()) {
      temporal
          .newWorker("delayed", CAPACITY.workerOptions())
          .registerWorkflowImplementationTypes(DelayedImpl.class);
      temporal.start();
      var options = WorkflowOptions.newBuilder().setTaskQueue("delayed").build();
      var workflow = temporal.getWorkflowClient().newWorkflowStub(Delayed.class, options);

      workflow.run();

      var execution = WorkflowStub.fromTyped(workflow).getExecution();
      assertThat(temporal.getWorkflowClient().fetchHistory(execution.getWorkflowId()).getEvents())
          .extracting(HistoryEvent::getEventType)
          .isNotEmpty()
          .doesNotContain(EVENT_TYPE_WORKFLOW_TASK_FAILED);
    }
  }
}
