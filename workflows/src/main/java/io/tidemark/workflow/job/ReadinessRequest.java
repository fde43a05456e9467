package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;

/**
 * Requests a wait until all tasks of a submitted job run, or it has ended.
 *
 * @param job the job
 * @param longest how long it is waited for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReadinessRequest(FlinkJob job, Duration longest) {
  public ReadinessRequest {
    requireNonNull(job, "job is null");
    requireNonNull(longest, "longest is null");
  }
}
