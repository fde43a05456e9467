package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The request to delete what was planned for one job.
 *
 * @param planned the plan
 * @param run the id of the workflow run that planned it, which makes its event unique
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupRunRequest(JobCleanupResult planned, String run) {
  public CleanupRunRequest {
    requireNonNull(planned, "planned is null");
    requireNonNull(run, "run is null");
  }
}
