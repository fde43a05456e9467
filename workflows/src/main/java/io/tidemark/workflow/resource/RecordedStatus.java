package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a FlinkStateSnapshot. All values are absolute: a null says that the field is empty.
 *
 * @param state the state; TRIGGER_PENDING when there is no status yet
 * @param failures attempts that Flink answered as failed so far
 * @param triggerId the attempt's trigger id
 * @param triggerTimestamp when Flink accepted the trigger
 * @param resultTimestamp when the result was seen
 * @param path where the snapshot is
 * @param error what went wrong, in one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordedStatus(
    SnapshotState state,
    int failures,
    @Nullable String triggerId,
    @Nullable Instant triggerTimestamp,
    @Nullable Instant resultTimestamp,
    @Nullable String path,
    @Nullable String error) {
  /** The status of a resource that nothing was written to. */
  public static final RecordedStatus EMPTY =
      new RecordedStatus(SnapshotState.TRIGGER_PENDING, 0, null, null, null, null, null);

  public RecordedStatus {
    requireNonNull(state, "state is null");
  }

  /** Returns the attempt that is under way or comes next; attempts count from 1. */
  public int attempt() {
    return failures + 1;
  }

  /** Nothing is sent to Flink: the job is not ready, or the spec is not valid. */
  public RecordedStatus pending(@Nullable String why) {
    return EMPTY.with(failures, null, why);
  }

  /** Flink has accepted the attempt. An error of an earlier attempt stays. */
  public RecordedStatus inProgress(String id, Instant at) {
    return new RecordedStatus(SnapshotState.IN_PROGRESS, failures, id, at, null, null, error);
  }

  /**
   * The snapshot is complete.
   *
   * @param location where it is; null only for a checkpoint whose path could not be read (R12)
   */
  public RecordedStatus completed(@Nullable String location, Instant at) {
    var started = triggerTimestamp == null ? at : triggerTimestamp;
    return new RecordedStatus(
        SnapshotState.COMPLETED, failures, triggerId, started, at, location, null);
  }

  /**
   * The savepoint of this trigger id was found at the job (R18).
   *
   * @param id the attempt's trigger id, which may never have been recorded
   */
  public RecordedStatus adopted(String id, String location, Instant at) {
    var started = triggerTimestamp == null ? at : triggerTimestamp;
    return inProgress(id, started).completed(location, at);
  }

  /** The attempt failed, and another one follows. */
  public RecordedStatus attemptFailed(String why, Instant at) {
    return EMPTY.with(failures + 1, at, why);
  }

  /** The attempt failed, and none follows. */
  public RecordedStatus failed(String why, Instant at) {
    return ended(SnapshotState.FAILED, failures + 1, why, at);
  }

  /** The job no longer takes the snapshot, or a person gave it up (R10, R11, W3). */
  public RecordedStatus abandoned(String why, Instant at) {
    return ended(SnapshotState.ABANDONED, failures, why, at);
  }

  /** The state stays, and the error says what is wrong at the moment (R8). */
  public RecordedStatus troubled(String why) {
    return new RecordedStatus(state, failures, triggerId, triggerTimestamp, null, null, why);
  }

  private RecordedStatus ended(SnapshotState end, int failed, String why, Instant at) {
    return new RecordedStatus(end, failed, triggerId, triggerTimestamp, at, null, why);
  }

  private RecordedStatus with(int failed, @Nullable Instant result, @Nullable String why) {
    return new RecordedStatus(state, failed, triggerId, triggerTimestamp, result, path, why);
  }
}
