package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The result of a snapshot's workflow.
 *
 * @param outcome the resource's terminal state, or GONE, DISPOSED, RETAINED, RELEASED for one that
 *     was deleted
 * @param path the path of the snapshot or, if RETAINED, of the savepoint that was kept
 * @param message the reason, in one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotResult(String outcome, @Nullable String path, @Nullable String message) {
  public SnapshotResult {
    requireNonNull(outcome, "outcome is null");
  }
}
