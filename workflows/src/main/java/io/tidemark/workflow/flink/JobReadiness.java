package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How a wait for a job's tasks ended.
 *
 * @param ready true: all tasks run; false: the job has ended or is unknown
 * @param reason one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReadiness(boolean ready, String reason) {
  public JobReadiness {
    requireNonNull(reason, "reason is null");
  }
}
