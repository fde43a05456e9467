package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources that may use a savepoint besides the snapshot that is asked about, as they were
 * read. Pure.
 *
 * @param self the snapshot that is asked about
 * @param snapshots those that may record the path
 * @param jobs the job resources of all watched namespaces
 */
record SavepointUsage(
    SnapshotId self, List<SnapshotReader> snapshots, List<? extends JobResource> jobs) {
  SavepointUsage {
    snapshots = List.copyOf(snapshots);
    jobs = List.copyOf(jobs);
  }

  /** Who else records the path, whatever becomes of it (R18). */
  Optional<String> recordedBy(SavepointPath path) {
    return Stream.concat(recording(path).map(SavepointUsage::named), inUse(path)).findFirst();
  }

  /**
   * Who keeps the savepoint from being disposed of with the snapshot: of several that are to
   * dispose of it, the one with the smallest uid does (R19).
   */
  Optional<String> keptBy(SavepointPath path) {
    var others =
        recording(path)
            .filter(other -> !disposes(other) || other.id().uid().compareTo(self.uid()) < 0)
            .map(SavepointUsage::named);
    return Stream.concat(others, inUse(path)).findFirst();
  }

  private Stream<SnapshotReader> recording(SavepointPath path) {
    return snapshots.stream()
        .filter(other -> !other.id().uid().equals(self.uid()))
        .filter(other -> other.path().filter(path::canBe).isPresent());
  }

  private static boolean disposes(SnapshotReader other) {
    return other.beingDeleted()
        && other.hasOurFinalizer()
        && other.copyOf().isEmpty()
        && !other.skipsDisposal()
        && FinalizerRule.disposes(other);
  }

  private Stream<String> inUse(SavepointPath path) {
    return jobs.stream()
        .filter(job -> job.savepointsInUse().map(SavepointPath::of).anyMatch(path::canBe))
        .map(
            job ->
                "%s %s/%s"
                    .formatted(
                        job.getKind(),
                        job.getMetadata().getNamespace(),
                        job.getMetadata().getName()));
  }

  private static String named(SnapshotReader snapshot) {
    return "FlinkStateSnapshot " + snapshot.id();
  }
}
