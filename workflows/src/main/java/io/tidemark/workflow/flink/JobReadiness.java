package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a wait for a job's tasks.
 *
 * @param ready true: all tasks run; false: the job has ended
 * @param reason one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReadiness(boolean ready, String reason) {
  public JobReadiness {
    requireNonNull(reason, "reason is null");
  }
}
