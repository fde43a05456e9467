package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Flink's answer to a query for a triggered snapshot. A call without a known outcome throws
 * instead.
 *
 * @param status see {@link Status}
 * @param observedAt time of Flink's answer
 * @param location path of a completed savepoint, with its scheme; null for checkpoints
 * @param checkpointId number of a completed checkpoint; null for savepoints
 * @param reason one readable line for FAILED, REJECTED, JOB_NOT_FOUND and UNKNOWN_TRIGGER; empty
 *     otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotOutcome(
    Status status,
    Instant observedAt,
    @Nullable String location,
    @Nullable Long checkpointId,
    String reason) {

  /** Flink's answers to a query for a trigger id. */
  public enum Status {
    /** The snapshot was in progress when the patience was over. */
    PENDING,
    COMPLETED,
    /** Flink answered that this snapshot failed (R7). */
    FAILED,
    /** Flink can never take this snapshot, since the job is a batch job (R7). */
    REJECTED,
    /** The job has ended or is unknown to its cluster (R11). */
    JOB_NOT_FOUND,
    /** Flink does not know the trigger id, or no longer knows it (R18). */
    UNKNOWN_TRIGGER
  }

  public SnapshotOutcome {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
    requireNonNull(observedAt, "observedAt is null");
  }

  /** Returns whether Flink has ended the snapshot. */
  public boolean isResult() {
    return switch (status) {
      case COMPLETED, FAILED, REJECTED -> true;
      case PENDING, JOB_NOT_FOUND, UNKNOWN_TRIGGER -> false;
    };
  }
}
