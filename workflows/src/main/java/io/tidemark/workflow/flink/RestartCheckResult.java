package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a check whether a job has restarted, by its own timestamps.
 *
 * @param restarted whether the job has restarted, or is restarting
 * @param jobEnd the state of a job that has ended, in one readable line; empty for one that has not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestartCheckResult(boolean restarted, String jobEnd) {
  public RestartCheckResult {
    jobEnd = jobEnd == null ? "" : jobEnd;
  }
}
