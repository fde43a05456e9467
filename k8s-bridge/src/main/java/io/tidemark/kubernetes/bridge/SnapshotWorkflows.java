package io.tidemark.kubernetes.bridge;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
import static io.temporal.api.enums.v1.WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.snapshot.SnapshotRequest;
import io.tidemark.workflow.snapshot.SnapshotResult;
import io.tidemark.workflow.snapshot.SnapshotSearchAttributes;
import io.tidemark.workflow.snapshot.SnapshotWorkflow;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and signals the workflows of snapshots. A start succeeds if the workflow runs already, and
 * a signal of a change if it has ended (W1). On a server without Tidemark's search attributes,
 * workflows run without them (W2).
 */
final class SnapshotWorkflows {
  private static final Logger log = LoggerFactory.getLogger(SnapshotWorkflows.class);
  private static final String TYPE = SnapshotWorkflow.class.getSimpleName();

  /**
   * The time after which another worker continues the fast path of one that died. It is longer than
   * a local activity, so that the SDK need not extend most tasks, and longer than the time in which
   * a trigger is sent without a query, so that a repeated task queries first.
   */
  private static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final String taskQueue;
  private final KubernetesCluster cluster;
  private final SearchAttributeSupport searchAttributes;

  SnapshotWorkflows(
      WorkflowClient client,
      String taskQueue,
      KubernetesCluster cluster,
      SearchAttributeSupport searchAttributes) {
    this.client = client;
    this.taskQueue = taskQueue;
    this.cluster = cluster;
    this.searchAttributes = searchAttributes;
  }

  void start(SnapshotReader snapshot) {
    try {
      start(snapshot, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
    } catch (WorkflowExecutionAlreadyStarted running) {
      log.debug("Workflow {} is running", snapshot.id().workflowId());
    }
  }

  /**
   * Starts the workflow unless its last run has completed. A run that found no resource counts as
   * not completed, since the resource exists: a worker of another cluster may have answered it
   * (S6). So does the run that took a snapshot which is being deleted: a Temporal that was restored
   * from a backup knows nothing of the deletion (W1).
   */
  void resume(SnapshotReader snapshot) {
    try {
      start(snapshot, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
    } catch (WorkflowExecutionAlreadyStarted ended) {
      var result = result(ended.getExecution());
      if (result.filter(last -> isUnfinished(snapshot, last)).isPresent()) {
        log.warn(
            "{} needs another run of its workflow, whose last result is {}",
            snapshot.id(),
            result.get().outcome());
        start(snapshot);
      }
    }
  }

  /** Starts the workflow; succeeds if it is running, and throws if the policy forbids a run. */
  private void start(SnapshotReader snapshot, WorkflowIdReusePolicy policy) {
    var request = SnapshotRequest.of(snapshot.id());
    withStub(snapshot, policy, stub -> stub.start(request));
  }

  private static boolean isUnfinished(SnapshotReader snapshot, SnapshotResult last) {
    return last.foundNoResource() || (snapshot.beingDeleted() && !last.endedDeletion());
  }

  /** Servers before 1.24 refuse the start of a running workflow too, which has no result. */
  private Optional<SnapshotResult> result(WorkflowExecution last) {
    var stub =
        client.newUntypedWorkflowStub(
            WorkflowTargetOptions.newBuilder().setWorkflowExecution(last).build());
    return stub.describe().getStatus() == WORKFLOW_EXECUTION_STATUS_COMPLETED
        ? Optional.ofNullable(stub.getResult(SnapshotResult.class))
        : Optional.empty();
  }

  void wake(SnapshotReader snapshot) {
    signalWithStart(snapshot, "changed");
  }

  void delete(SnapshotReader snapshot) {
    signalWithStart(snapshot, "deletionRequested");
  }

  /**
   * Returns the ids of the running workflows of snapshots on our task queue, by Temporal's
   * visibility, which may be some seconds old; empty if the server does not list them.
   */
  Optional<Set<String>> running() {
    var query =
        "WorkflowType = '%s' AND TaskQueue = '%s' AND ExecutionStatus = 'Running'"
            .formatted(TYPE, taskQueue);
    try (var executions = client.listExecutions(query)) {
      return Optional.of(
          executions
              .map(execution -> execution.getExecution().getWorkflowId())
              .collect(toUnmodifiableSet()));
    } catch (RuntimeException failed) {
      log.debug("Failed to list the running workflows, so all are started", failed);
      return Optional.empty();
    }
  }

  /** Signals a change to a running workflow; succeeds for one that has ended. */
  void notifyOfChange(SnapshotReader snapshot) {
    try {
      client.newUntypedWorkflowStub(snapshot.id().workflowId()).signal("changed");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Workflow {} has ended", snapshot.id().workflowId());
    }
  }

  private void signalWithStart(SnapshotReader snapshot, String signal) {
    var request = SnapshotRequest.of(snapshot.id());
    withStub(
        snapshot,
        WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
        stub -> stub.signalWithStart(signal, new Object[0], new Object[] {request}));
  }

  private void withStub(
      SnapshotReader snapshot, WorkflowIdReusePolicy policy, Consumer<WorkflowStub> call) {
    searchAttributes.call(
        searchAttributes(snapshot), attributes -> call.accept(stub(snapshot, policy, attributes)));
  }

  private WorkflowStub stub(
      SnapshotReader snapshot, WorkflowIdReusePolicy policy, SearchAttributes attributes) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(snapshot.id().workflowId())
            .setTaskQueue(taskQueue)
            .setWorkflowTaskTimeout(WORKFLOW_TASK_TIMEOUT)
            .setWorkflowIdReusePolicy(policy)
            .setWorkflowIdConflictPolicy(WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setMemo(cluster.memo())
            .setDisableEagerExecution(false)
            .setPriority(fairly(snapshot))
            .setTypedSearchAttributes(attributes)
            .setStaticSummary(summary(snapshot))
            .setStaticDetails(details(snapshot))
            .build();
    return client.newUntypedWorkflowStub(TYPE, options);
  }

  /** Lets the namespaces take turns where tasks wait for a worker, if the server is set to (S8). */
  private static Priority fairly(SnapshotReader snapshot) {
    return Priority.newBuilder().setFairnessKey(snapshot.id().namespace()).build();
  }

  private static SearchAttributes searchAttributes(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return SnapshotSearchAttributes.atStart(
        snapshot.id(), snapshot.state(), snapshot.triggerType(), declared.type(), declared.job());
  }

  private static String summary(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    var type = declared.type().map(Enum::name).orElse("SNAPSHOT");
    var job = declared.job().map(Object::toString).orElse("no job");
    return "%s of %s in %s".formatted(type, job, snapshot.id().namespace());
  }

  private static String details(SnapshotReader snapshot) {
    return "FlinkStateSnapshot `%s`, uid `%s`, trigger type %s."
        .formatted(snapshot.id(), snapshot.id().uid(), snapshot.triggerType());
  }
}
