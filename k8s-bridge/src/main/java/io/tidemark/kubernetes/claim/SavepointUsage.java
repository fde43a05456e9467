package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.JobSavepoints;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The resources that may use a snapshot's savepoint, as they were read. Pure.
 *
 * @param self the snapshot whose savepoint it is
 * @param own that snapshot, if it was read together with the others
 * @param snapshots the snapshots that may record the path
 * @param jobs the savepoints of the jobs of all watched namespaces
 * @param unknown one line for each namespace whose resources are not known
 */
record SavepointUsage(
    SnapshotId self,
    Optional<SnapshotReader> own,
    List<SnapshotReader> snapshots,
    List<JobSavepoints> jobs,
    List<String> unknown) {
  SavepointUsage {
    snapshots = List.copyOf(snapshots);
    jobs = List.copyOf(jobs);
    unknown = List.copyOf(unknown);
  }

  /** Returns another resource that records the path, also one that is being deleted (R18). */
  Optional<String> recordedBy(SavepointPath path) {
    return recordedBeside(path, job -> false);
  }

  /**
   * Returns the same for an entry of a job's own history, which alone is no user (H6).
   *
   * @param owner the job in the snapshot's namespace
   */
  Optional<String> recordedBeside(SavepointPath path, JobReference owner) {
    return recordedBeside(path, job -> isOf(owner, job));
  }

  private Optional<String> recordedBeside(SavepointPath path, Predicate<JobSavepoints> owner) {
    var others =
        jobs.stream()
            .filter(job -> job.mayUse(path) || (job.mayRecord(path) && !owner.test(job)))
            .map(JobSavepoints::toString);
    return Stream.concat(snapshotsRecording(path).map(SavepointUsage::describe), others)
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
    return Stream.concat(others, jobsHaving(path)).findFirst();
  }

  /** Returns a job of the snapshot's namespace. */
  Optional<JobSavepoints> job(JobReference reference) {
    return jobs.stream().filter(job -> isOf(reference, job)).findFirst();
  }

  private boolean isOf(JobReference reference, JobSavepoints job) {
    return job.namespace().equals(self.namespace()) && job.reference().equals(reference);
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

  private Stream<String> jobsHaving(SavepointPath path) {
    return jobs.stream()
        .filter(job -> job.mayUse(path) || job.mayRecord(path))
        .map(JobSavepoints::toString);
  }

  private static String describe(SnapshotReader snapshot) {
    return "FlinkStateSnapshot " + snapshot.id();
  }
}
