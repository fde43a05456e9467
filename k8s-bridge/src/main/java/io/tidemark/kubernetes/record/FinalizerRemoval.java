package io.tidemark.kubernetes.record;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SnapshotId;
import java.util.ArrayList;
import java.util.Map;

/** Removes our finalizer from a resource and changes nothing else (R16). */
public final class FinalizerRemoval {
  private final SnapshotStore store;

  public FinalizerRemoval(SnapshotStore store) {
    this.store = store;
  }

  /** Removes our finalizer; succeeds also for a resource that is gone or does not have it. */
  public void removeFinalizer(SnapshotId snapshot) {
    store
        .read(snapshot)
        .filter(resource -> new SnapshotReader(resource).hasOurFinalizer())
        .ifPresent(resource -> remove(snapshot, resource));
  }

  private void remove(SnapshotId snapshot, FlinkStateSnapshot resource) {
    var metadata = resource.getMetadata();
    var others = new ArrayList<>(metadata.getFinalizers());
    others.remove(FlinkResources.FINALIZER);
    try {
      store.patchMetadata(
          snapshot, Map.of("resourceVersion", metadata.getResourceVersion(), "finalizers", others));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }
}
