package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.concurrent.SingleFlight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whether namespaces are being deleted, with one request for all who ask at the same time.
 */
public final class NamespaceReader {
  private static final Logger log = LoggerFactory.getLogger(NamespaceReader.class);

  private final KubernetesClient client;
  private final SingleFlight<String, Boolean> reads = new SingleFlight<>();

  public NamespaceReader(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /**
   * Returns whether the namespace is being deleted; false without the right to read it, so that a
   * deadline ends what waits for its end.
   */
  public boolean isBeingDeleted(String name) {
    return reads.ask(name, () -> read(name));
  }

  private boolean read(String name) {
    try {
      var namespace = client.namespaces().withName(name).get();
      return namespace != null && namespace.getMetadata().getDeletionTimestamp() != null;
    } catch (KubernetesClientException refused) {
      log.debug("Failed to read namespace {}", name, refused);
      return false;
    }
  }
}
