package io.tidemark.flink;

import io.tidemark.workflow.flink.SnapshotOutcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Flink says of a trigger id. */
public sealed interface SnapshotStatus {
  /** The outcome, or empty while there is none. */
  Optional<SnapshotOutcome> ended(Instant observedAt);

  /** The snapshot is under way. */
  record Pending() implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return Optional.empty();
    }
  }

  /**
   * A savepoint is done.
   *
   * @param location where, with its scheme
   */
  record SavepointCompleted(String location) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return Optional.of(
          new SnapshotOutcome(SnapshotOutcome.Status.COMPLETED, observedAt, location, null, null));
    }
  }

  /**
   * A checkpoint is done.
   *
   * @param checkpointId its number
   */
  record CheckpointCompleted(long checkpointId) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return Optional.of(
          new SnapshotOutcome(
              SnapshotOutcome.Status.COMPLETED, observedAt, null, checkpointId, null));
    }
  }

  /**
   * Flink says that this snapshot failed.
   *
   * @param cause one readable line
   */
  record Failed(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return without(SnapshotOutcome.Status.FAILED, observedAt, cause);
    }
  }

  /**
   * The job has ended or never was: nothing was taken.
   *
   * @param cause one readable line
   */
  record JobNotFound(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return without(SnapshotOutcome.Status.JOB_NOT_FOUND, observedAt, cause);
    }
  }

  /**
   * Flink does not know the id, or not any more; it never means that nothing was taken.
   *
   * @param cause one readable line
   */
  record UnknownTrigger(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> ended(Instant observedAt) {
      return without(SnapshotOutcome.Status.UNKNOWN_TRIGGER, observedAt, cause);
    }
  }

  private static Optional<SnapshotOutcome> without(
      SnapshotOutcome.Status status, Instant observedAt, @Nullable String reason) {
    return Optional.of(new SnapshotOutcome(status, observedAt, null, null, reason));
  }
}
