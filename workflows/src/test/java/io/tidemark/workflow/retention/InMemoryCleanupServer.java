package io.tidemark.workflow.retention;

import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Temporal's in-memory server with workers for cleanups; the history of each test must replay. */
final class InMemoryCleanupServer implements BeforeEachCallback, AfterEachCallback {
  /** The task queue of a worker whose runs end after each page, since their time is over. */
  static final String BRIEF = "one-page-a-run";

  private static final String ID = "history-cleanup";
  private static final String USUAL = "test";

  private final Object[] activities;
  private TestWorkflowEnvironment server;
  private Worker usual;
  private Worker brief;

  InMemoryCleanupServer(Object... activities) {
    this.activities = activities.clone();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    server = TestWorkflowEnvironment.newInstance();
    usual = server.newWorker(USUAL);
    usual.registerWorkflowImplementationTypes(
        HistoryCleanupWorkflowImpl.OPTIONS, HistoryCleanupWorkflowImpl.class);
    usual.registerActivitiesImplementations(activities);
    brief = server.newWorker(BRIEF);
    brief.registerWorkflowImplementationFactory(
        HistoryCleanupWorkflow.class, () -> new HistoryCleanupWorkflowImpl(Duration.ZERO));
    brief.registerActivitiesImplementations(activities);
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    var history = server.getWorkflowClient().fetchHistory(ID);
    WorkflowReplayer.replayWorkflowExecution(
        history, history.toJson(false).contains(BRIEF) ? brief : usual);
    server.close();
  }

  /** Returns a stub of a cleanup on the usual worker. */
  <W> W stub(Class<W> type) {
    return stub(type, options(USUAL));
  }

  <W> W stub(Class<W> type, WorkflowOptions options) {
    return server.getWorkflowClient().newWorkflowStub(type, options);
  }

  WorkflowOptions options(String taskQueue) {
    return WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue(taskQueue).build();
  }

  /** Returns the history of the run as JSON. */
  String history() {
    return server.getWorkflowClient().fetchHistory(ID).toJson(true);
  }

  void sleep(Duration time) {
    server.sleep(time);
  }
}
