package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The workflow on Temporal's in-memory server, with Flink and the resource in memory; each history
 * is replayed.
 */
abstract class WorkflowTestBase {
  private static final String QUEUE = "test";

  final InMemoryFlink flink = new InMemoryFlink();
  final InMemoryResources resources = new InMemoryResources();
  TestWorkflowEnvironment environment;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance();
    var worker = environment.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(SnapshotWorkflowImpl.class);
    worker.registerActivitiesImplementations(flink, resources);
    environment.start();
  }

  @AfterEach
  void everyHistoryReplays() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        client().fetchHistory(ID.workflowId()), SnapshotWorkflowImpl.class);
    environment.close();
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  SnapshotResult run() {
    return workflow().run(SnapshotRequest.of(ID));
  }

  CompletableFuture<SnapshotResult> runInBackground() {
    return WorkflowClient.execute(workflow()::run, SnapshotRequest.of(ID));
  }

  SnapshotWorkflow running() {
    return client().newWorkflowStub(SnapshotWorkflow.class, ID.workflowId());
  }

  String history() {
    return client().fetchHistory(ID.workflowId()).toJson(true);
  }

  /**
   * Until the server has taken the request to cancel an activity: the in-memory one refuses it, and
   * with it the workflow task, if the activity ends meanwhile. Real servers do not.
   */
  void awaitCancelRequest() {
    await().until(() -> history().contains("EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED"));
  }

  List<SnapshotState> states() {
    return resources.writes.stream().map(StatusChange::state).toList();
  }

  Instant now() {
    return Instant.ofEpochMilli(environment.currentTimeMillis());
  }

  private SnapshotWorkflow workflow() {
    var options =
        WorkflowOptions.newBuilder().setWorkflowId(ID.workflowId()).setTaskQueue(QUEUE).build();
    return client().newWorkflowStub(SnapshotWorkflow.class, options);
  }
}
