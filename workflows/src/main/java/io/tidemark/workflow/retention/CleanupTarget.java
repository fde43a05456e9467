package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.JobReference;

/**
 * The job whose snapshot history is cleaned up.
 *
 * @param namespace the job resource's namespace
 * @param reference the job resource
 * @param uid {@code metadata.uid}, for its events; empty for a job that does not exist
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupTarget(String namespace, JobReference reference, String uid) {
  public CleanupTarget {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(reference, "reference is null");
    requireNonNull(uid, "uid is null");
  }

  @Override
  public String toString() {
    return reference.kind() + " " + namespace + "/" + reference.name();
  }
}
