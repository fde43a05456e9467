package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The snapshot history of one job, with everything that decides over its retention.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param policy the job's policy
 * @param snapshots the existing snapshots; those of other jobs may be among them, and are ignored
 * @param inUse the snapshots whose savepoints the job started, or will start, from
 * @param legacy the job's legacy history
 * @param now the current time, from which ages are computed
 */
public record JobHistory(
    String namespace,
    JobReference job,
    RetentionPolicy policy,
    List<RetentionCandidate> snapshots,
    Set<SnapshotId> inUse,
    LegacyHistory legacy,
    Instant now) {

  public JobHistory {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(job, "job is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(legacy, "legacy is null");
    requireNonNull(now, "now is null");
    snapshots = List.copyOf(snapshots);
    inUse = Set.copyOf(inUse);
  }

  /** Creates the history of a job that uses none of its snapshots, and has no legacy history. */
  public JobHistory(
      String namespace,
      JobReference job,
      RetentionPolicy policy,
      List<RetentionCandidate> snapshots,
      Instant now) {
    this(namespace, job, policy, snapshots, Set.of(), LegacyHistory.NONE, now);
  }

  /** Returns the history without snapshots that are being deleted; the others stay as decided. */
  public JobHistory withoutDeleted() {
    var remaining = snapshots.stream().filter(snapshot -> !snapshot.beingDeleted()).toList();
    return new JobHistory(namespace, job, policy, remaining, inUse, legacy, now);
  }

  /** Returns the snapshots of this job. */
  List<RetentionCandidate> ofJob() {
    return snapshots.stream()
        .filter(
            snapshot -> snapshot.id().namespace().equals(namespace) && job.equals(snapshot.job()))
        .toList();
  }
}
