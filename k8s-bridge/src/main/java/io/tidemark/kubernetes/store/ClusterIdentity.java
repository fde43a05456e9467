package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.workflow.model.KubernetesCluster;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Reads the identity of the cluster: the uid of the namespace {@code kube-system}, which lives as
 * long as the cluster (S6).
 */
public final class ClusterIdentity {
  private static final String NAMESPACE = "kube-system";

  private final KubernetesClient kubernetes;
  private KubernetesCluster identity;

  /**
   * @param configured the identity that is used instead of the cluster's own
   */
  public ClusterIdentity(KubernetesClient kubernetes, Optional<String> configured) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.identity = configured.map(KubernetesCluster::new).orElse(KubernetesCluster.UNKNOWN);
  }

  /**
   * Returns the identity; unknown if the namespace may not be read. Asks the API server until the
   * identity is known, since the right may be granted later.
   *
   * @throws KubernetesClientException if the API server does not answer
   */
  public synchronized KubernetesCluster get() {
    if (!identity.known()) {
      identity = read();
    }
    return identity;
  }

  private KubernetesCluster read() {
    try {
      return Optional.ofNullable(kubernetes.namespaces().withName(NAMESPACE).get())
          .map(namespace -> new KubernetesCluster(namespace.getMetadata().getUid()))
          .orElse(KubernetesCluster.UNKNOWN);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return KubernetesCluster.UNKNOWN;
      }
      throw refused;
    }
  }
}
