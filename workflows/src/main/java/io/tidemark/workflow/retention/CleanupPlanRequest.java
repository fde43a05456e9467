package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The request to plan which snapshots of one job are deleted.
 *
 * @param job the job
 * @param limit the largest number of snapshots to delete in this run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupPlanRequest(CleanupTarget job, int limit) {
  public CleanupPlanRequest {
    requireNonNull(job, "job is null");
  }
}
