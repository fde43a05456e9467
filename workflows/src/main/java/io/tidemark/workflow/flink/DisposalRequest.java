package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Requests the disposal of a savepoint from a cluster (R14).
 *
 * @param job the job through whose cluster to dispose; its job id is not used
 * @param path the savepoint's location as Flink reported it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalRequest(FlinkJob job, String path) {
  public DisposalRequest {
    requireNonNull(job, "job is null");
    requireNonNull(path, "path is null");
  }
}
