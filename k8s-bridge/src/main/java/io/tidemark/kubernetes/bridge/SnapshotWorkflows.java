package io.tidemark.kubernetes.bridge;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.snapshot.SnapshotRequest;
import io.tidemark.workflow.snapshot.SnapshotResult;
import io.tidemark.workflow.snapshot.SnapshotWorkflow;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and signals the workflows of snapshots. A start succeeds if the workflow runs already, and
 * a signal of a change if it has ended (W1).
 */
public final class SnapshotWorkflows {
  private static final Logger log = LoggerFactory.getLogger(SnapshotWorkflows.class);
  private static final String TYPE = SnapshotWorkflow.class.getSimpleName();

  private final WorkflowStubs stubs;
  private final WorkflowClient client;

  public SnapshotWorkflows(WorkflowStubs stubs) {
    this.stubs = stubs;
    this.client = stubs.client();
  }

  /** Starts the workflow; succeeds if it is running. */
  public void start(SnapshotReader snapshot) {
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
    stubs.start(description(snapshot), policy, SnapshotRequest.of(snapshot.id()));
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

  /** Signals a change, and starts the workflow if it does not run. */
  public void wake(SnapshotReader snapshot) {
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
            .formatted(TYPE, stubs.taskQueue());
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
  public void notifyOfChange(SnapshotReader snapshot) {
    try {
      client.newUntypedWorkflowStub(snapshot.id().workflowId()).signal("changed");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Workflow {} has ended", snapshot.id().workflowId());
    }
  }

  private void signalWithStart(SnapshotReader snapshot, String signal) {
    stubs.signalWithStart(description(snapshot), signal, SnapshotRequest.of(snapshot.id()));
  }

  private static WorkflowStubs.Description description(SnapshotReader snapshot) {
    var id = snapshot.id();
    return new WorkflowStubs.Description(
        TYPE,
        id.workflowId(),
        id.namespace(),
        searchAttributes(snapshot),
        summary(snapshot),
        details(snapshot));
  }

  private static SearchAttributes searchAttributes(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return WorkflowSearchAttributes.atStart(
        snapshot.id(), snapshot.state(), snapshot.triggerType(), declared.type(), declared.job());
  }

  private static String summary(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    var type = declared.type().map(Enum::name).orElse("SNAPSHOT");
    var job = declared.job().map(Object::toString).orElse("no job");
    return "%s of %s in %s".formatted(type, job, snapshot.id().namespace());
  }

  private static String details(SnapshotReader snapshot) {
    var id = snapshot.id();
    return id.legacy() == null
        ? "FlinkStateSnapshot `%s`, uid `%s`, trigger type %s."
            .formatted(id, id.uid(), snapshot.triggerType())
        : "Legacy mode, no FlinkStateSnapshot: uid `%s`, trigger type %s."
            .formatted(id.uid(), snapshot.triggerType());
  }
}
