package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.RecordedStatus;
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
  private static final String GONE = "GONE";
  private static final String RELEASED = "RELEASED";
  private static final String DISPOSED = "DISPOSED";
  private static final String RETAINED = "RETAINED";

  public SnapshotResult {
    requireNonNull(outcome, "outcome is null");
  }

  /** The snapshot has come to its end, and its resource stays. */
  static SnapshotResult of(RecordedStatus end) {
    return new SnapshotResult(end.state().name(), end.path(), end.error());
  }

  /** The snapshot was given up, and its resource stays; the path names data that is left. */
  static SnapshotResult abandoned(@Nullable String path, String message) {
    return new SnapshotResult(SnapshotState.ABANDONED.name(), path, message);
  }

  /** The resource no longer exists. */
  static SnapshotResult gone(String message) {
    return new SnapshotResult(GONE, null, message);
  }

  /** The resource was deleted, and its savepoint no longer exists. */
  static SnapshotResult disposed(String path, String message) {
    return new SnapshotResult(DISPOSED, path, message);
  }

  /** The resource was deleted, and there was nothing to dispose of. */
  static SnapshotResult released(@Nullable String path, String message) {
    return new SnapshotResult(RELEASED, path, message);
  }

  /** The resource was deleted, and its savepoint, or what Flink may still write, was kept. */
  static SnapshotResult retained(@Nullable String path, String message) {
    return new SnapshotResult(RETAINED, path, message);
  }

  /** Returns whether the run found no resource. */
  public boolean foundNoResource() {
    return outcome.equals(GONE);
  }

  /** Returns whether the run has let a deleted resource go. */
  public boolean endedDeletion() {
    return isReleased() || outcome.equals(DISPOSED) || outcome.equals(RETAINED);
  }

  /** Returns whether the resource was deleted with nothing to dispose of. */
  boolean isReleased() {
    return outcome.equals(RELEASED);
  }
}
