package io.tidemark.schedule;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.KubernetesCluster;

/**
 * A schedule was not written, since it belongs to another Kubernetes cluster, or may do so: the
 * identity of this one is not known (S6).
 */
public final class OtherClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private OtherClusterException(String message, String remedy) {
    super(message);
    this.remedy = requireNonNull(remedy, "remedy is null");
  }

  static OtherClusterException of(String id, KubernetesCluster owner, KubernetesCluster own) {
    var fact = "schedule %s in Temporal belongs to the Kubernetes cluster %s".formatted(id, owner);
    return own.known()
        ? new OtherClusterException(
            fact, "Give each cluster a Temporal namespace of its own (TEMPORAL_NAMESPACE)")
        : new OtherClusterException(
            fact + ", and the identity of this cluster is not known, so it stays as it was",
            "Grant get on the namespace kube-system, or set TIDEMARK_CLUSTER_ID");
  }

  /** Returns a sentence that says what to do. */
  public String remedy() {
    return remedy;
  }
}
