package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.JobReference;
import java.time.Instant;
import java.util.List;

/**
 * The snapshot history of one job, with everything that decides over its retention.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param policy the job's policy
 * @param snapshots the existing snapshots; those of other jobs may be among them, and are ignored
 * @param now the current time, from which ages are computed
 */
public record JobHistory(
    String namespace,
    JobReference job,
    RetentionPolicy policy,
    List<RetentionCandidate> snapshots,
    Instant now) {

  public JobHistory {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(job, "job is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(now, "now is null");
    snapshots = List.copyOf(snapshots);
  }

  /** Returns the history without snapshots that are being deleted; the others stay as decided. */
  public JobHistory withoutDeleted() {
    var remaining = snapshots.stream().filter(snapshot -> !snapshot.beingDeleted()).toList();
    return new JobHistory(namespace, job, policy, remaining, now);
  }

  /** Returns the snapshots of this job. */
  List<RetentionCandidate> ofJob() {
    return snapshots.stream()
        .filter(
            snapshot -> snapshot.id().namespace().equals(namespace) && job.equals(snapshot.job()))
        .toList();
  }
}
