package io.tidemark.schedule;

import io.tidemark.workflow.model.KubernetesCluster;

/** A schedule was not written, since an installation in another Kubernetes cluster owns it (S6). */
public final class OtherClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherClusterException(String id, KubernetesCluster owner) {
    super("schedule %s in Temporal belongs to the Kubernetes cluster %s".formatted(id, owner));
  }
}
