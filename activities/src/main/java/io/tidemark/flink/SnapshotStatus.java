package io.tidemark.flink;

import io.tidemark.workflow.flink.SnapshotOutcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Flink's answer to a query for a trigger id. */
public sealed interface SnapshotStatus {
  /** Returns the outcome; empty while the snapshot is in progress. */
  Optional<SnapshotOutcome> outcome(Instant observedAt);

  /** The snapshot is in progress. */
  record Pending() implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return Optional.empty();
    }
  }

  /**
   * A savepoint is complete.
   *
   * @param location its path, with the scheme
   */
  record SavepointCompleted(String location) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return Optional.of(
          new SnapshotOutcome(SnapshotOutcome.Status.COMPLETED, observedAt, location, null, null));
    }
  }

  /**
   * A checkpoint is complete.
   *
   * @param checkpointId its number
   */
  record CheckpointCompleted(long checkpointId) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return Optional.of(
          new SnapshotOutcome(
              SnapshotOutcome.Status.COMPLETED, observedAt, null, checkpointId, null));
    }
  }

  /**
   * Flink answered that this snapshot failed.
   *
   * @param cause one readable line
   */
  record Failed(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return withReason(SnapshotOutcome.Status.FAILED, observedAt, cause);
    }
  }

  /**
   * Flink cannot take snapshots of such a job, whenever it is asked (R7).
   *
   * @param cause one readable line
   */
  record Rejected(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return withReason(SnapshotOutcome.Status.REJECTED, observedAt, cause);
    }
  }

  /**
   * The job has ended or never existed, so nothing was taken.
   *
   * @param cause one readable line
   */
  record JobNotFound(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return withReason(SnapshotOutcome.Status.JOB_NOT_FOUND, observedAt, cause);
    }
  }

  /**
   * Flink does not know the trigger id, or no longer knows it. A snapshot may have been taken
   * anyway.
   *
   * @param cause one readable line
   */
  record UnknownTrigger(String cause) implements SnapshotStatus {
    @Override
    public Optional<SnapshotOutcome> outcome(Instant observedAt) {
      return withReason(SnapshotOutcome.Status.UNKNOWN_TRIGGER, observedAt, cause);
    }
  }

  private static Optional<SnapshotOutcome> withReason(
      SnapshotOutcome.Status status, Instant observedAt, @Nullable String reason) {
    return Optional.of(new SnapshotOutcome(status, observedAt, null, null, reason));
  }
}
