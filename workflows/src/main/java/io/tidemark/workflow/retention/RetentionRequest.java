package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;
import java.time.Instant;
import java.util.List;

/**
 * The question for one job.
 *
 * @param namespace the job resource's namespace
 * @param job the job resource
 * @param policy the job's policy
 * @param snapshots what is there; snapshots of other jobs may be among it and are left alone
 * @param now the time that ages count to
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

  /** The same without what is being deleted already, which changes nothing for the others. */
  public RetentionRequest present() {
    var staying = snapshots.stream().filter(it -> !it.leaving()).toList();
    return new RetentionRequest(namespace, job, policy, staying, now);
  }

  /** The snapshots of this job and no other's. */
  List<RetentionCandidate> own() {
    return snapshots.stream()
        .filter(it -> it.id().namespace().equals(namespace) && job.equals(it.job()))
        .toList();
  }
}
