package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;
import java.time.Instant;
import java.util.List;

/**
 * Asks for the decisions over the snapshots of one job.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param policy the job's policy
 * @param snapshots the existing snapshots; those of other jobs may be among them, and are ignored
 * @param now the current time, from which ages are computed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionRequest(
    String namespace,
    JobReference job,
    RetentionPolicy policy,
    List<RetentionCandidate> snapshots,
    Instant now) {

  public RetentionRequest {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(job, "job is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(now, "now is null");
    snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
  }

  /** Returns the request without snapshots that are being deleted; the others stay as decided. */
  public RetentionRequest withoutDeleted() {
    var remaining = snapshots.stream().filter(snapshot -> !snapshot.beingDeleted()).toList();
    return new RetentionRequest(namespace, job, policy, remaining, now);
  }

  /** Returns the snapshots of this job. */
  List<RetentionCandidate> ofJob() {
    return snapshots.stream()
        .filter(
            snapshot -> snapshot.id().namespace().equals(namespace) && job.equals(snapshot.job()))
        .toList();
  }
}
