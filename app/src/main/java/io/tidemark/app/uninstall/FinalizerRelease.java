package io.tidemark.app.uninstall;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.stream.Stream;

/**
 * Removes the finalizer from snapshots, and keeps their data (S5). A running Tidemark would add it
 * again, so it has to be stopped before: see {@link DeploymentStop}.
 */
public final class FinalizerRelease {
  private final SnapshotStore snapshots;
  private final ServedNamespaces namespaces;
  private final ResourceSelector selector;
  private final FinalizerRemoval finalizers;

  /** Creates a release of the selected snapshots in these namespaces. */
  public FinalizerRelease(
      KubernetesClient kubernetes, ServedNamespaces namespaces, ResourceSelector selector) {
    this.snapshots = new SnapshotStore(requireNonNull(kubernetes, "kubernetes is null"));
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.selector = requireNonNull(selector, "selector is null");
    this.finalizers = new FinalizerRemoval(snapshots);
  }

  /**
   * Lists the snapshots with the finalizer in the namespaces that can be read; none if the CRD does
   * not exist.
   */
  public NamespacedReading<SnapshotReader> held() {
    return NamespacedReading.of(snapshots.namespaces(namespaces), this::held);
  }

  private Stream<SnapshotReader> held(WatchedNamespaces part) {
    try {
      return snapshots
          .list(part)
          .filter(selector::selects)
          .map(SnapshotReader::new)
          .filter(SnapshotReader::hasOurFinalizer);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return Stream.empty();
      }
      throw e;
    }
  }

  /**
   * Removes the finalizer from a snapshot; succeeds also for one that is gone.
   *
   * @throws KubernetesClientException if Kubernetes refuses, also because the snapshot was changed
   *     at the same time
   */
  public void release(SnapshotReader snapshot) {
    finalizers.removeFinalizer(snapshot.id());
  }

  /** Describes the data that stays when a snapshot is released. */
  public static String leftBehind(SnapshotReader snapshot) {
    return snapshot
        .path()
        .map(path -> "its savepoint stays at " + snapshot.status().path())
        .orElseGet(() -> leftByAttempt(snapshot));
  }

  private static String leftByAttempt(SnapshotReader snapshot) {
    return switch (snapshot.state()) {
      case IN_PROGRESS ->
          "Flink may still complete its savepoint (trigger id %s), which is not recorded"
              .formatted(snapshot.status().triggerId());
      case TRIGGER_PENDING ->
          "no savepoint is recorded; an attempt that was just sent may still complete one";
      case COMPLETED, FAILED, ABANDONED -> "no savepoint is recorded";
    };
  }
}
