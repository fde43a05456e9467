package io.tidemark.app.uninstall;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;

/**
 * Takes the finalizer off snapshots, and leaves their data where it is (S5). A Tidemark that runs
 * would put it back, so it has to be stopped before: see {@link DeploymentStop}.
 */
public final class FinalizerRelease {
  private final KubernetesClient kubernetes;
  private final WatchedNamespaces namespaces;
  private final FinalizerRemoval release;

  /** Lets go what is in these namespaces. */
  public FinalizerRelease(KubernetesClient kubernetes, WatchedNamespaces namespaces) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.release = new FinalizerRemoval(new SnapshotStore(kubernetes));
  }

  /** The snapshots that carry the finalizer; none where there is no CRD. */
  public List<SnapshotReader> held() {
    try {
      return namespaces
          .resources(kubernetes, FlinkStateSnapshot.class)
          .flatMap(scope -> scope.list().getItems().stream())
          .map(SnapshotReader::new)
          .filter(SnapshotReader::hasOurFinalizer)
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * Lets one go; if it is gone already, that is success.
   *
   * @throws KubernetesClientException if Kubernetes refuses, also because somebody else has changed
   *     the snapshot at this moment
   */
  public void release(SnapshotReader snapshot) {
    release.removeFinalizer(snapshot.id());
  }

  /** What is left when a snapshot is let go, for people. */
  public static String leftBehind(SnapshotReader snapshot) {
    return snapshot
        .path()
        .map(path -> "its savepoint stays at " + snapshot.status().path())
        .orElseGet(() -> leftByAttempt(snapshot));
  }

  private static String leftByAttempt(SnapshotReader snapshot) {
    return switch (snapshot.state()) {
      case IN_PROGRESS ->
          "Flink may still finish its savepoint, trigger id %s, which nothing will record"
              .formatted(snapshot.status().triggerId());
      case TRIGGER_PENDING ->
          "no savepoint is recorded; an attempt that was just sent may still end in one";
      case COMPLETED, FAILED, ABANDONED -> "no savepoint is recorded";
    };
  }
}
