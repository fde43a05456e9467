package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.temporal.client.schedules.ScheduleException;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.function.Supplier;

/**
 * Checks that the task queue serves no other Kubernetes cluster, whose snapshots this installation
 * would not find (S6).
 */
public final class TaskQueueCheck {
  private static final String GRANT =
      "grant get on the namespace kube-system, or set TIDEMARK_CLUSTER_ID";

  private final String subject;
  private final ClusterIdentity cluster;
  private final Supplier<KubernetesCluster> owner;

  /**
   * Creates the check.
   *
   * @param taskQueue the task queue of this installation
   * @param cluster the cluster of this installation
   * @param owner reads from Temporal which cluster the task queue serves
   */
  public TaskQueueCheck(
      String taskQueue, ClusterIdentity cluster, Supplier<KubernetesCluster> owner) {
    this.subject = "Temporal task queue " + requireNonNull(taskQueue, "taskQueue is null");
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.owner = requireNonNull(owner, "owner is null");
  }

  /** Checks the task queue; the API server has to answer. */
  public CheckResult run() {
    try {
      return find().result();
    } catch (ScheduleException e) {
      return CheckResult.missing(
          subject,
          "Temporal does not say which Kubernetes cluster it serves (%s)"
              .formatted(CheckResult.reason(e)));
    }
  }

  /**
   * Compares the cluster that the task queue serves with this one.
   *
   * @throws ScheduleException if Temporal does not answer; one that refuses to answer is an answer
   */
  public TaskQueueFinding find() {
    var own = cluster.get();
    try {
      return compare(own, owner.get());
    } catch (ScheduleException e) {
      if (Status.fromThrowable(e).getCode() != Status.Code.PERMISSION_DENIED) {
        throw e;
      }
      return new TaskQueueFinding(
          TaskQueueState.NOT_COMPARABLE,
          CheckResult.warning(
              subject,
              "the right to describe schedules is missing (%s), so another cluster on this queue is not noticed"
                  .formatted(CheckResult.reason(e))));
    }
  }

  private TaskQueueFinding compare(KubernetesCluster own, KubernetesCluster served) {
    if (served.differsFrom(own)) {
      return new TaskQueueFinding(
          TaskQueueState.OTHER, CheckResult.missing(subject, remedy(served, own)));
    }
    if (!own.known()) {
      return new TaskQueueFinding(TaskQueueState.NOT_COMPARABLE, withoutIdentity(served));
    }
    return served.known()
        ? new TaskQueueFinding(
            TaskQueueState.OURS, CheckResult.ok(subject, "Kubernetes cluster " + own))
        : new TaskQueueFinding(
            TaskQueueState.UNRECORDED,
            CheckResult.optional(
                subject,
                "no Kubernetes cluster is recorded yet; the server records this one when it starts, in the schedule history-cleanup"));
  }

  private CheckResult withoutIdentity(KubernetesCluster served) {
    return served.known()
        ? CheckResult.warning(
            subject,
            "serves the Kubernetes cluster %s, and the identity of this cluster is not known, so schedules that name a cluster are neither changed nor deleted; %s"
                .formatted(served, GRANT))
        : CheckResult.optional(
            subject,
            "the identity of this Kubernetes cluster is not known, so another cluster on this queue is not noticed; "
                + GRANT);
  }

  private static String remedy(KubernetesCluster served, KubernetesCluster own) {
    return "serves the Kubernetes cluster %s, and this is the cluster %s; set TEMPORAL_NAMESPACE or TIDEMARK_TASK_QUEUE to one for this cluster alone, or TIDEMARK_CLUSTER_ID=%s if this cluster replaces that one"
        .formatted(served, own, served);
  }
}
