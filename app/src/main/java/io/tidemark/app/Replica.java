package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.app.leadership.LeaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/** Identifies this process among the replicas of its installation. */
final class Replica {
  private static final int UNIQUE_DIGITS = 8;

  private Replica() {}

  /** Returns the Lease to compete for, by default in the namespace that Tidemark runs in. */
  static Optional<LeaseSettings> lease(
      TidemarkConfiguration configuration, KubernetesClient kubernetes) {
    return configuration
        .server()
        .lease()
        .map(lease -> lease.withDefaultNamespace(namespace(kubernetes)));
  }

  /** Returns the namespace that Tidemark runs in. */
  static String namespace(KubernetesClient kubernetes) {
    return Optional.ofNullable(kubernetes.getNamespace()).orElse("default");
  }

  /** Returns the host's name, which is the pod's, and a suffix that is new at each start. */
  static String identity() {
    return host() + "-" + UUID.randomUUID().toString().substring(0, UNIQUE_DIGITS);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "tidemark";
    }
  }
}
