package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * Requests a check whether a job has restarted since a time (R23).
 *
 * @param job the job
 * @param since time at which the attempt was written to the resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestartCheckRequest(FlinkJob job, Instant since) {
  public RestartCheckRequest {
    requireNonNull(job, "job is null");
    requireNonNull(since, "since is null");
  }
}
