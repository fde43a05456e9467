package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The path of a completed checkpoint.
 *
 * @param path its external path, with the scheme, from the job's own checkpoint history
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckpointPathResult(String path) {
  public CheckpointPathResult {
    requireNonNull(path, "path is null");
  }
}
