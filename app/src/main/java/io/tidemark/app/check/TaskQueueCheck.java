package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.temporal.client.schedules.ScheduleException;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.function.Supplier;

/**
 * Checks that the task queue serves no other Kubernetes cluster, whose snapshots this installation
 * would not find (S6).
 */
public final class TaskQueueCheck {
  private final String taskQueue;
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
    this.taskQueue = requireNonNull(taskQueue, "taskQueue is null");
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.owner = requireNonNull(owner, "owner is null");
  }

  /** Checks the task queue; Temporal and the API server have to answer. */
  public CheckResult run() {
    var subject = "Temporal task queue " + taskQueue;
    var own = cluster.get();
    if (!own.known()) {
      return CheckResult.optional(
          subject,
          "the identity of this Kubernetes cluster is not known, so another cluster on this queue is"
              + " not noticed; grant get on the namespace kube-system, or set TIDEMARK_CLUSTER_ID");
    }
    try {
      var served = owner.get();
      return served.differsFrom(own)
          ? CheckResult.missing(subject, remedy(served, own))
          : CheckResult.ok(subject, "Kubernetes cluster " + own);
    } catch (ScheduleException e) {
      return CheckResult.optional(
          subject, "cannot be compared with the cluster (%s)".formatted(CheckResult.reason(e)));
    }
  }

  private static String remedy(KubernetesCluster served, KubernetesCluster own) {
    return "serves the Kubernetes cluster %s, and this is the cluster %s; set TEMPORAL_NAMESPACE or TIDEMARK_TASK_QUEUE to one for this cluster alone, or TIDEMARK_CLUSTER_ID=%s if this cluster replaces that one"
        .formatted(served, own, served);
  }
}
