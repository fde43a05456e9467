package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the Kubernetes cluster that an installation serves. What Tidemark writes to Temporal
 * names it, since clusters that share a Temporal namespace use the same ids (S6).
 *
 * @param id the uid of the namespace {@code kube-system}, or a setting; empty if it is not known
 */
public record KubernetesCluster(String id) {
  /** The key of the memo that names the cluster. */
  public static final String MEMO = "tidemark.cluster";

  /** Any cluster: the identity may not be read, or was not written. */
  public static final KubernetesCluster UNKNOWN = new KubernetesCluster("");

  public KubernetesCluster {
    requireNonNull(id, "id is null");
  }

  /** Returns the cluster that a memo names; null stands for none. */
  public static KubernetesCluster ofMemo(@Nullable String id) {
    return id == null ? UNKNOWN : new KubernetesCluster(id);
  }

  /** Returns the memo that names this cluster; empty if it is not known. */
  public Map<String, Object> memo() {
    return known() ? Map.of(MEMO, id) : Map.of();
  }

  public boolean known() {
    return !id.isEmpty();
  }

  /** Returns whether both are known, and are two clusters. */
  public boolean differsFrom(KubernetesCluster other) {
    return known() && other.known() && !equals(other);
  }

  /**
   * Returns whether an installation in this cluster may change or delete what names an owner: it is
   * its own, or names none. One that does not know its own cluster leaves each named one alone.
   */
  public boolean mayChange(KubernetesCluster owner) {
    return !owner.known() || equals(owner);
  }

  @Override
  public String toString() {
    return id;
  }
}
