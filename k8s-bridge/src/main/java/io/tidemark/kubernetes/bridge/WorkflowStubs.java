package io.tidemark.kubernetes.bridge;

import static io.temporal.api.enums.v1.WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static java.util.Objects.requireNonNull;

import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Creates stubs of the workflows that watches start, with the options that all of them have. On a
 * server without Tidemark's search attributes, workflows run without them (W2).
 */
public final class WorkflowStubs {
  /**
   * The time after which another worker continues the fast path of one that died. It is longer than
   * a local activity, so that the SDK need not extend most tasks, and longer than the time in which
   * a request is sent without a query, so that a repeated task queries first.
   */
  private static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final String taskQueue;
  private final KubernetesCluster cluster;
  private final SearchAttributeSupport searchAttributes;

  /**
   * Creates a factory.
   *
   * @param cluster the cluster that is watched, which workflows name in their memo
   * @param searchAttributes the search attributes that the Temporal server supports
   */
  public WorkflowStubs(
      WorkflowClient client,
      String taskQueue,
      KubernetesCluster cluster,
      SearchAttributeSupport searchAttributes) {
    this.client = requireNonNull(client, "client is null");
    this.taskQueue = requireNonNull(taskQueue, "taskQueue is null");
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.searchAttributes = requireNonNull(searchAttributes, "searchAttributes is null");
  }

  /**
   * A workflow that is to run.
   *
   * @param type its type
   * @param id its id
   * @param namespace the namespace that it works for
   * @param attributes its search attributes
   * @param summary one line for lists
   * @param details text for its page
   */
  public record Description(
      String type,
      String id,
      String namespace,
      SearchAttributes attributes,
      String summary,
      String details) {}

  /**
   * Starts the workflow; succeeds if it is running.
   *
   * @throws io.temporal.client.WorkflowExecutionAlreadyStarted if the policy forbids another run
   */
  public void start(Description workflow, WorkflowIdReusePolicy policy, Object request) {
    call(workflow, policy, stub -> stub.start(request));
  }

  /** Signals the workflow, and starts it if it does not run. */
  public void signalWithStart(Description workflow, String signal, Object request) {
    Object[] arguments = {request};
    call(
        workflow,
        WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
        stub -> stub.signalWithStart(signal, new Object[0], arguments));
  }

  private void call(
      Description workflow, WorkflowIdReusePolicy policy, Consumer<WorkflowStub> call) {
    searchAttributes.call(
        workflow.attributes(), attributes -> call.accept(stub(workflow, policy, attributes)));
  }

  /**
   * Counts the running workflows of a type on our task queue, by Temporal's visibility, which may
   * be some seconds old.
   *
   * @param condition what they have in common, in Temporal's language for lists
   */
  public long countRunning(String type, String condition) {
    return client
        .countWorkflows(
            "WorkflowType = '%s' AND TaskQueue = '%s' AND ExecutionStatus = 'Running' AND %s"
                .formatted(type, taskQueue, condition))
        .getCount();
  }

  WorkflowClient client() {
    return client;
  }

  String taskQueue() {
    return taskQueue;
  }

  private WorkflowStub stub(
      Description workflow, WorkflowIdReusePolicy policy, SearchAttributes attributes) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(workflow.id())
            .setTaskQueue(taskQueue)
            .setWorkflowTaskTimeout(WORKFLOW_TASK_TIMEOUT)
            .setWorkflowIdReusePolicy(policy)
            .setWorkflowIdConflictPolicy(WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setMemo(cluster.memo())
            .setDisableEagerExecution(false)
            .setPriority(fairly(workflow.namespace()))
            .setTypedSearchAttributes(attributes)
            .setStaticSummary(workflow.summary())
            .setStaticDetails(workflow.details())
            .build();
    return client.newUntypedWorkflowStub(workflow.type(), options);
  }

  /** Lets the namespaces take turns where tasks wait for a worker, if the server is set to (S8). */
  private static Priority fairly(String namespace) {
    return Priority.newBuilder().setFairnessKey(namespace).build();
  }
}
