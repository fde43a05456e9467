package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources that may use a snapshot's savepoint, as they were read. Pure.
 *
 * @param self the snapshot whose savepoint it is
 * @param own that snapshot, if it was read together with the others
 * @param snapshots the snapshots that may record the path
 * @param jobs the job resources of all watched namespaces
 * @param unknown one line for each namespace whose resources are not known
 */
record SavepointUsage(
    SnapshotId self,
    Optional<SnapshotReader> own,
    List<SnapshotReader> snapshots,
    List<? extends JobResource> jobs,
    List<String> unknown) {
  SavepointUsage {
    snapshots = List.copyOf(snapshots);
    jobs = List.copyOf(jobs);
    unknown = List.copyOf(unknown);
  }

  /** Returns another resource that records the path, also one that is being deleted (R18). */
  Optional<String> recordedBy(SavepointPath path) {
    return Stream.concat(snapshotsRecording(path).map(SavepointUsage::describe), jobsUsing(path))
        .findFirst();
  }

  /**
   * Returns a resource for which the savepoint must be kept when the snapshot is deleted; empty if
   * it may be disposed of. Of several snapshots that dispose of it, the one with the smallest uid
   * does (R19).
   */
  Optional<String> keptBy(SavepointPath path) {
    var others =
        snapshotsRecording(path)
            .filter(other -> !disposes(other) || other.id().uid().compareTo(self.uid()) < 0)
            .map(SavepointUsage::describe);
    return Stream.concat(others, jobsUsing(path)).findFirst();
  }

  /** Returns a job of the snapshot's namespace. */
  Optional<JobResource> job(JobReference reference) {
    return jobs.stream()
        .filter(job -> job.getMetadata().getNamespace().equals(self.namespace()))
        .filter(job -> job.reference().equals(reference))
        .findFirst()
        .map(JobResource.class::cast);
  }

  private Stream<SnapshotReader> snapshotsRecording(SavepointPath path) {
    return snapshots.stream()
        .filter(other -> !other.id().uid().equals(self.uid()))
        .filter(other -> other.path().filter(path::mayEqual).isPresent());
  }

  private static boolean disposes(SnapshotReader other) {
    return other.beingDeleted()
        && other.hasOurFinalizer()
        && other.copyOf().isEmpty()
        && !other.skipsDisposal()
        && FinalizerRule.disposes(other);
  }

  private Stream<String> jobsUsing(SavepointPath path) {
    return jobs.stream()
        .filter(job -> job.savepointsInUse().map(SavepointPath::of).anyMatch(path::mayEqual))
        .map(
            job ->
                "%s %s/%s"
                    .formatted(
                        job.getKind(),
                        job.getMetadata().getNamespace(),
                        job.getMetadata().getName()));
  }

  private static String describe(SnapshotReader snapshot) {
    return "FlinkStateSnapshot " + snapshot.id();
  }
}
