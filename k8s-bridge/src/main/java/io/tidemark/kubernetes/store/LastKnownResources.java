package io.tidemark.kubernetes.store;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import java.util.Optional;

/** Remembers the resources that a watch has seen, also those that cannot be read any more (R19). */
public interface LastKnownResources {
  /** Remembers nothing, like a replica that does not watch. */
  LastKnownResources NONE = part -> Optional.empty();

  /** Returns the resources as they were last seen; empty if they were never listed completely. */
  Optional<Found> of(WatchedNamespaces part);

  /** Returns the snapshot as it was last seen, which may be some time ago; empty if it was not. */
  default Optional<FlinkStateSnapshot> snapshot(SnapshotId id) {
    return Optional.empty();
  }

  /**
   * The resources of a namespace.
   *
   * @param snapshots all snapshots
   * @param jobs all job resources
   */
  record Found(List<FlinkStateSnapshot> snapshots, List<JobResource> jobs) {
    public Found {
      snapshots = List.copyOf(snapshots);
      jobs = List.copyOf(jobs);
    }
  }
}
