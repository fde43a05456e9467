package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Flink says of a triggered snapshot. An unknown outcome is none of these: it throws.
 *
 * @param status see {@link Status}
 * @param observedAt when Flink answered so
 * @param location where a completed savepoint is, with its scheme; null for checkpoints
 * @param checkpointId number of a completed checkpoint; null for savepoints
 * @param reason one readable line for FAILED, JOB_NOT_FOUND and UNKNOWN_TRIGGER; empty otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotOutcome(
    Status status,
    Instant observedAt,
    @Nullable String location,
    @Nullable Long checkpointId,
    String reason) {

  /** Flink's answers about a trigger id. */
  public enum Status {
    /** Not ended when the patience was over. */
    PENDING,
    COMPLETED,
    /** Flink says that this snapshot failed (R7). */
    FAILED,
    /** The job has ended or is unknown to its cluster (R11). */
    JOB_NOT_FOUND,
    /** Flink does not know the trigger id, or not any more (R18). */
    UNKNOWN_TRIGGER
  }

  public SnapshotOutcome {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
    requireNonNull(observedAt, "observedAt is null");
  }
}
