package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * Requests the savepoints that a job took since a time, by any trigger (R18).
 *
 * @param job the job
 * @param since time at which the attempt was written to the resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SavepointSearchRequest(FlinkJob job, Instant since) {
  public SavepointSearchRequest {
    requireNonNull(job, "job is null");
    requireNonNull(since, "since is null");
  }
}
