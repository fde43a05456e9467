package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What is to be carried out for one job.
 *
 * @param planned what was decided
 * @param run the id of the run that decided it, which tells its event from those of others
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupRunRequest(JobCleanupResult planned, String run) {
  public CleanupRunRequest {
    requireNonNull(planned, "planned is null");
    requireNonNull(run, "run is null");
  }
}
