package io.tidemark.kubernetes.store;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.Optional;

/** Remembers the resources of namespaces that cannot be read any more (R19). */
public interface LastKnownResources {
  /** Remembers nothing, like a replica that does not watch. */
  LastKnownResources NONE = part -> Optional.empty();

  /** Returns the resources as they were last seen; empty if they were never listed completely. */
  Optional<Found> of(WatchedNamespaces part);

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
