package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The path of a completed checkpoint, from the job's own checkpoint history.
 *
 * @param path its external path, with the scheme; null if the history does not show it
 * @param missing the reason for a missing path, with the setting to change; empty with a path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckpointPathResult(@Nullable String path, String missing) {
  public CheckpointPathResult {
    missing = missing == null ? "" : missing;
  }
}
