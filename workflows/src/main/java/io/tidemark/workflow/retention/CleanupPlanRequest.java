package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Asks what is to be deleted of one job.
 *
 * @param job the job
 * @param limit how many snapshots may be deleted in this run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupPlanRequest(CleanupJob job, int limit) {
  public CleanupPlanRequest {
    requireNonNull(job, "job is null");
  }
}
