package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a FlinkStateSnapshot. All values are absolute: null means that the field is empty.
 *
 * @param state the state; TRIGGER_PENDING when there is no status yet
 * @param failures attempts that Flink answered as failed so far
 * @param triggerId the attempt's trigger id
 * @param triggerTimestamp time at which Flink accepted the trigger
 * @param resultTimestamp time at which the result was seen
 * @param path the path of the snapshot
 * @param error the last error, in one readable line
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

  /** Returns the status while nothing is sent to Flink: job not ready, or spec invalid. */
  public RecordedStatus pending(@Nullable String why) {
    return EMPTY.with(failures, null, why);
  }

  /** Returns the status after Flink accepted the attempt; an earlier attempt's error stays. */
  public RecordedStatus inProgress(String id, Instant at) {
    return new RecordedStatus(SnapshotState.IN_PROGRESS, failures, id, at, null, null, error);
  }

  /**
   * Returns the status of a complete snapshot.
   *
   * @param location its path; null only for a checkpoint whose path could not be read (R12)
   */
  public RecordedStatus completed(@Nullable String location, Instant at) {
    var started = triggerTimestamp == null ? at : triggerTimestamp;
    return new RecordedStatus(
        SnapshotState.COMPLETED, failures, triggerId, started, at, location, null);
  }

  /**
   * Returns the status after the savepoint of this trigger id was found at the job (R18).
   *
   * @param id the attempt's trigger id, which may never have been recorded
   */
  public RecordedStatus adopted(String id, String location, Instant at) {
    var started = triggerTimestamp == null ? at : triggerTimestamp;
    return inProgress(id, started).completed(location, at);
  }

  /** Returns the status after a failed attempt that another one follows. */
  public RecordedStatus attemptFailed(String why, Instant at) {
    return EMPTY.with(failures + 1, at, why);
  }

  /** Returns the status after the last attempt failed. */
  public RecordedStatus failed(String why, Instant at) {
    return ended(SnapshotState.FAILED, failures + 1, why, at);
  }

  /** Returns the status after the job or a person gave the snapshot up (R10, R11, W3). */
  public RecordedStatus abandoned(String why, Instant at) {
    return ended(SnapshotState.ABANDONED, failures, why, at);
  }

  /** Returns the same state with an error that describes the current outage (R8). */
  public RecordedStatus withError(String why) {
    return new RecordedStatus(state, failures, triggerId, triggerTimestamp, null, null, why);
  }

  private RecordedStatus ended(SnapshotState end, int failed, String why, Instant at) {
    return new RecordedStatus(end, failed, triggerId, triggerTimestamp, at, null, why);
  }

  private RecordedStatus with(int failed, @Nullable Instant result, @Nullable String why) {
    return new RecordedStatus(state, failed, triggerId, triggerTimestamp, result, path, why);
  }
}
