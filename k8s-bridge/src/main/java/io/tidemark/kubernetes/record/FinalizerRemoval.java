package io.tidemark.kubernetes.record;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotRecords;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.ReleaseRequest;
import java.util.List;
import java.util.Map;

/** Removes our finalizer from a resource and changes nothing else (R16). */
public final class FinalizerRemoval {
  private static final String DELETED = "the resource was deleted before its snapshot was taken";

  private final SnapshotRecords store;

  public FinalizerRemoval(SnapshotRecords store) {
    this.store = store;
  }

  /**
   * Removes our finalizer at the version that was read; reads the resource if it has changed since.
   * Succeeds also for a resource that is gone or does not have the finalizer.
   */
  public void removeFinalizer(ReleaseRequest request) {
    var others = request.otherFinalizers();
    if (others == null || !patched(request.snapshot(), request.resourceVersion(), others)) {
      removeFinalizer(request.snapshot());
    }
  }

  /** Returns false if the API server refuses the patch, or the resource is not as it was read. */
  private boolean patched(SnapshotId snapshot, String version, List<String> others) {
    try {
      patch(snapshot, version, others);
      return true;
    } catch (KubernetesClientException refused) {
      if (WriteConflict.is(refused)
          || refused.getCode() == HTTP_NOT_FOUND
          || ServerRefusal.preventsWriting(refused)) {
        return false;
      }
      throw refused;
    }
  }

  /** Removes our finalizer; succeeds also for a resource that is gone or does not have it. */
  public void removeFinalizer(SnapshotId snapshot) {
    store
        .read(snapshot)
        .filter(resource -> new SnapshotReader(resource).hasOurFinalizer())
        .ifPresent(resource -> remove(snapshot, resource));
  }

  private void remove(SnapshotId snapshot, FlinkStateSnapshot resource) {
    try {
      patch(snapshot, resource);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HTTP_NOT_FOUND) {
        return;
      }
      if (!ServerRefusal.preventsWriting(refused) || !neverTaken(new SnapshotReader(resource))) {
        throw refused;
      }
      patch(snapshot, abandoned(snapshot, resource));
    }
  }

  /** Returns whether the resource is being deleted before its snapshot was triggered. */
  private static boolean neverTaken(SnapshotReader snapshot) {
    return snapshot.beingDeleted() && snapshot.state() == SnapshotState.TRIGGER_PENDING;
  }

  /**
   * Ends a snapshot that was not taken. The reference's webhook refuses every change of one whose
   * job does not exist, but not of one that has ended (R24).
   */
  private FlinkStateSnapshot abandoned(SnapshotId snapshot, FlinkStateSnapshot resource) {
    return store.patchStatus(
        snapshot,
        resource.getMetadata().getResourceVersion(),
        Map.of("state", SnapshotState.ABANDONED.name(), "error", DELETED));
  }

  private void patch(SnapshotId snapshot, FlinkStateSnapshot resource) {
    patch(
        snapshot,
        resource.getMetadata().getResourceVersion(),
        new SnapshotReader(resource).otherFinalizers());
  }

  private void patch(SnapshotId snapshot, String version, List<String> others) {
    store.patchMetadata(snapshot, Map.of("resourceVersion", version, "finalizers", others));
  }
}
