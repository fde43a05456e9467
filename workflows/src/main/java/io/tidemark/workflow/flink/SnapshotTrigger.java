package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a snapshot, with all values that are sent to Flink.
 *
 * @param job the job to snapshot
 * @param type savepoint or checkpoint
 * @param triggerId 32 hex digits; Flink takes one snapshot per id while it remembers it
 * @param targetDirectory directory for a savepoint; null lets Flink's own default apply (R4)
 * @param formatType CANONICAL or NATIVE; null for checkpoints
 * @param checkpointType CONFIGURED, FULL or INCREMENTAL; null for savepoints (R12)
 * @param attemptedAt time at which the attempt was written to the resource
 * @param mode whether the trigger may already have been sent (R9)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotTrigger(
    FlinkJob job,
    SnapshotType type,
    String triggerId,
    @Nullable String targetDirectory,
    @Nullable String formatType,
    @Nullable String checkpointType,
    Instant attemptedAt,
    Mode mode) {

  /** The knowledge about a trigger before it is sent. */
  public enum Mode {
    /** The attempt has just been written by this run, so it was never sent: send it. */
    FIRST,
    /**
     * It may have been sent: query Flink for the id first, and send it only if Flink cannot have
     * received it.
     */
    UNDER_WAY,
    /** Query only, never send: Flink has accepted it, or the resource is being deleted. */
    SETTLE
  }

  public SnapshotTrigger {
    requireNonNull(job, "job is null");
    requireNonNull(type, "type is null");
    requireNonNull(triggerId, "triggerId is null");
    requireNonNull(attemptedAt, "attemptedAt is null");
    mode = mode == null ? Mode.UNDER_WAY : mode;
  }

  /** Returns whether the attempt has a directory that no other one writes to (R18). */
  public boolean hasOwnDirectory() {
    return targetDirectory != null && targetDirectory.endsWith("/" + triggerId);
  }

  /** Describes the directory that it writes to, in words where the choice is left to Flink. */
  public String describeDirectory() {
    return targetDirectory == null ? "Flink's default savepoint directory" : targetDirectory;
  }

  /** Returns the same attempt for a call that follows one without a known outcome. */
  public SnapshotTrigger repeated() {
    return mode == Mode.FIRST ? with(triggerId, Mode.UNDER_WAY) : this;
  }

  /** Returns the same attempt under the id by which Flink knows it. */
  public SnapshotTrigger known(String id) {
    return with(id, mode);
  }

  /** Returns the same attempt with the directory that it writes to; null if it is not known. */
  public SnapshotTrigger writingTo(@Nullable String directory) {
    return with(triggerId, directory, mode);
  }

  private SnapshotTrigger with(String id, Mode knowledge) {
    return with(id, targetDirectory, knowledge);
  }

  private SnapshotTrigger with(String id, @Nullable String directory, Mode knowledge) {
    return new SnapshotTrigger(
        job, type, id, directory, formatType, checkpointType, attemptedAt, knowledge);
  }
}
