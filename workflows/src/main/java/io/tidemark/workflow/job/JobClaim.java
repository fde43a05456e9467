package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A session job and its next step. What had to be written to the resource before that step is
 * written.
 *
 * @param progress the change as people see it
 * @param decision the next step
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobClaim(JobProgress progress, JobDecision decision) {
  public JobClaim {
    requireNonNull(progress, "progress is null");
    requireNonNull(decision, "decision is null");
  }
}
