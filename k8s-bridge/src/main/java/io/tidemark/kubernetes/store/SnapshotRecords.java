package io.tidemark.kubernetes.store;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.model.SnapshotId;
import java.util.Map;
import java.util.Optional;

/**
 * Where a snapshot's workflow keeps its record: on a FlinkStateSnapshot or, in legacy mode, on the
 * job (L2). Each write is conditional: a 409 means that the record has changed.
 */
public interface SnapshotRecords {

  /** Reads the snapshot with this uid; empty if it is gone or another one has its place. */
  Optional<FlinkStateSnapshot> read(SnapshotId snapshot);

  /** Patches metadata, at the resourceVersion in it; null removes a label or an annotation. */
  FlinkStateSnapshot patchMetadata(SnapshotId snapshot, Map<String, Object> metadata);

  /** Patches the status at a version; null clears a field. */
  FlinkStateSnapshot patchStatus(
      SnapshotId snapshot, String resourceVersion, Map<String, Object> status);
}
