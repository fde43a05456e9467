package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.app.configuration.TidemarkConfiguration.LeaderElection;
import io.tidemark.app.leadership.LeaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/** The Lease that the configuration asks for, and who competes for it. */
final class LeaseChoice {
  private static final int UNIQUE_DIGITS = 8;

  private LeaseChoice() {}

  /** Empty without leader election; the namespace is by default the one that Tidemark runs in. */
  static Optional<LeaseSettings> of(LeaderElection wish, KubernetesClient kubernetes) {
    if (!wish.enabled()) {
      return Optional.empty();
    }
    var namespace =
        wish.leaseNamespace().isEmpty() ? ownNamespace(kubernetes) : wish.leaseNamespace();
    return Optional.of(new LeaseSettings(namespace, wish.leaseName(), wish.leaseDuration()));
  }

  /** The namespace that Tidemark runs in. */
  static String ownNamespace(KubernetesClient kubernetes) {
    return Optional.ofNullable(kubernetes.getNamespace()).orElse("default");
  }

  /** The host's name, which is the pod's, and a part that no other start of it has. */
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
