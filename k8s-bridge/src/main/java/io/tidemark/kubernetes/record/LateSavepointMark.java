package io.tidemark.kubernetes.record;

import dev.failsafe.Failsafe;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotRecords;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SnapshotId;
import java.util.Collections;
import java.util.Map;

/** The mark of an abandoned snapshot whose clean-up is owed (W3). */
public final class LateSavepointMark {
  private final SnapshotRecords store;

  public LateSavepointMark(SnapshotRecords store) {
    this.store = store;
  }

  /** Removes the mark; succeeds also for a resource that is gone or does not have it. */
  public void remove(SnapshotId snapshot) {
    Failsafe.with(WriteConflict.DECIDE_AGAIN)
        .run(
            () ->
                store
                    .read(snapshot)
                    .filter(LateSavepointMark::isOn)
                    .ifPresent(resource -> remove(snapshot, resource)));
  }

  private static boolean isOn(FlinkStateSnapshot resource) {
    return new SnapshotReader(resource).annotation(SnapshotAnnotations.LATE_SAVEPOINT).isPresent();
  }

  private void remove(SnapshotId snapshot, FlinkStateSnapshot resource) {
    store.patchMetadata(
        snapshot,
        Map.of(
            "resourceVersion",
            resource.getMetadata().getResourceVersion(),
            "annotations",
            Collections.singletonMap(SnapshotAnnotations.LATE_SAVEPOINT, null)));
  }
}
