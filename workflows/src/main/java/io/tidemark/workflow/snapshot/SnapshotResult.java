package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot's workflow ended.
 *
 * @param outcome the resource's terminal state, or GONE, DISPOSED, RETAINED, RELEASED for one that
 *     was deleted
 * @param path where the snapshot is or, if RETAINED, was left
 * @param message one readable line on why
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotResult(String outcome, @Nullable String path, @Nullable String message) {
  public SnapshotResult {
    requireNonNull(outcome, "outcome is null");
  }
}
