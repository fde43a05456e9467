package io.tidemark.kubernetes.bridge;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;

import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.snapshot.SnapshotRequest;
import io.tidemark.workflow.snapshot.SnapshotSearchAttributes;
import io.tidemark.workflow.snapshot.SnapshotWorkflow;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and signals the workflows of snapshots. A workflow that runs already when it is started,
 * or has ended when it is told of a change, is success (W1). A server without our search attributes
 * gets workflows without them (W2).
 */
final class SnapshotWorkflows {
  private static final Logger log = LoggerFactory.getLogger(SnapshotWorkflows.class);
  private static final String TYPE = SnapshotWorkflow.class.getSimpleName();

  /**
   * How long after a worker's death, in the middle of the fast path, another one goes on. Longer
   * than a local activity, so that the SDK need not prolong most tasks, and longer than Flink is
   * triggered without being asked, so that a repeated task asks.
   */
  private static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(5);

  /** Of the whole process: a bridge lasts as long as this replica leads. */
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final WorkflowClient client;
  private final String taskQueue;

  SnapshotWorkflows(WorkflowClient client, String taskQueue) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  void start(FlinkStateSnapshot resource) {
    start(resource, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
  }

  /** Starts it unless its last run came to its end. */
  void resume(FlinkStateSnapshot resource) {
    start(resource, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
  }

  private void start(FlinkStateSnapshot resource, WorkflowIdReusePolicy policy) {
    var request = SnapshotRequest.of(new SnapshotReader(resource).id());
    try {
      withStub(resource, policy, stub -> stub.start(request));
    } catch (WorkflowExecutionAlreadyStarted running) {
      log.debug("Workflow {} runs or has ended", request.snapshot().workflowId());
    }
  }

  void wake(FlinkStateSnapshot resource) {
    signalWithStart(resource, "changed");
  }

  void delete(FlinkStateSnapshot resource) {
    signalWithStart(resource, "deletionRequested");
  }

  /** Tells a running workflow of a change; one that has ended does not need to know. */
  void tell(FlinkStateSnapshot resource) {
    try {
      client
          .newUntypedWorkflowStub(new SnapshotReader(resource).id().workflowId())
          .signal("changed");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Workflow {} has ended", new SnapshotReader(resource).id().workflowId());
    }
  }

  private void signalWithStart(FlinkStateSnapshot resource, String signal) {
    var request = SnapshotRequest.of(new SnapshotReader(resource).id());
    withStub(
        resource,
        WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
        stub -> stub.signalWithStart(signal, new Object[0], new Object[] {request}));
  }

  private void withStub(
      FlinkStateSnapshot resource, WorkflowIdReusePolicy policy, Consumer<WorkflowStub> call) {
    try {
      call.accept(stub(resource, policy, searchAttributes(resource)));
    } catch (WorkflowServiceException refused) {
      if (Status.fromThrowable(refused).getCode() != Status.Code.INVALID_ARGUMENT) {
        throw refused;
      }
      warnOnce(refused);
      call.accept(stub(resource, policy, SearchAttributes.EMPTY));
    }
  }

  /** It is the same for every start, and the server says it with each. */
  private static void warnOnce(WorkflowServiceException refused) {
    if (WARNED.compareAndSet(false, true)) {
      log.warn(
          "The Temporal server lacks search attributes; workflows go on without them: {}",
          Status.fromThrowable(refused).getDescription());
    }
  }

  private WorkflowStub stub(
      FlinkStateSnapshot resource, WorkflowIdReusePolicy policy, SearchAttributes attributes) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(new SnapshotReader(resource).id().workflowId())
            .setTaskQueue(taskQueue)
            .setWorkflowTaskTimeout(WORKFLOW_TASK_TIMEOUT)
            .setWorkflowIdReusePolicy(policy)
            .setDisableEagerExecution(false)
            .setTypedSearchAttributes(attributes)
            .setStaticSummary(summary(resource))
            .setStaticDetails(details(resource))
            .build();
    return client.newUntypedWorkflowStub(TYPE, options);
  }

  private static SearchAttributes searchAttributes(FlinkStateSnapshot resource) {
    var snapshot = new SnapshotReader(resource);
    var declared = SnapshotDeclaration.of(resource.getSpec());
    return SnapshotSearchAttributes.atStart(
        snapshot.id(), snapshot.state(), snapshot.triggerType(), declared.type(), declared.job());
  }

  private static String summary(FlinkStateSnapshot resource) {
    var declared = SnapshotDeclaration.of(resource.getSpec());
    var what = declared.type().map(Enum::name).orElse("SNAPSHOT");
    var whom = declared.job().map(Object::toString).orElse("no job");
    return "%s of %s in %s".formatted(what, whom, resource.getMetadata().getNamespace());
  }

  private static String details(FlinkStateSnapshot resource) {
    var snapshot = new SnapshotReader(resource);
    return "FlinkStateSnapshot `%s`, uid `%s`, asked for by %s trigger."
        .formatted(snapshot.id(), snapshot.id().uid(), snapshot.triggerType());
  }
}
