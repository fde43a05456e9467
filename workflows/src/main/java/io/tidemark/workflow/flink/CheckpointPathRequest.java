package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Requests the path of a completed checkpoint (R12).
 *
 * @param job the job that took it
 * @param checkpointId its number
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckpointPathRequest(FlinkJob job, long checkpointId) {
  public CheckpointPathRequest {
    requireNonNull(job, "job is null");
  }
}
