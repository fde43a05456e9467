package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new status for a resource. All values are absolute: a null clears the field, and the same
 * change may be written twice.
 *
 * @param snapshot the resource
 * @param resourceVersion the version that the change was decided on (R6)
 * @param attempt the attempt that the change belongs to
 * @param state the new state
 * @param failures failed attempts so far
 * @param triggerId the attempt's trigger id
 * @param triggerTimestamp when Flink accepted the trigger
 * @param resultTimestamp when the result was seen
 * @param path where the snapshot is
 * @param error what went wrong, readable
 * @param unsent whether nothing was sent for the attempt, so that it comes off the resource and the
 *     next trigger is a first one again
 * @param adopted whether the savepoint was found, not answered to our trigger (R18)
 * @param jobRestarts attempts in a row in which the job restarted, this one included; null leaves
 *     what the resource says (R23)
 * @param event an event to publish with the change, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusChange(
    SnapshotId snapshot,
    String resourceVersion,
    int attempt,
    SnapshotState state,
    int failures,
    @Nullable String triggerId,
    @Nullable Instant triggerTimestamp,
    @Nullable Instant resultTimestamp,
    @Nullable String path,
    @Nullable String error,
    boolean unsent,
    boolean adopted,
    @Nullable Integer jobRestarts,
    @Nullable ResourceEvent event) {
  public StatusChange {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(state, "state is null");
  }

  /** The job is not ready, or the spec is not valid: nothing has been sent. */
  public static StatusChange pending(SnapshotView view, @Nullable String error) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        SnapshotState.TRIGGER_PENDING,
        view.failures(),
        null,
        null,
        null,
        null,
        error,
        true,
        false,
        null,
        null);
  }

  /** Flink has accepted the attempt. */
  public static StatusChange inProgress(SnapshotView view, String triggerId, Instant at) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        SnapshotState.IN_PROGRESS,
        view.failures(),
        triggerId,
        at,
        null,
        null,
        view.error(),
        false,
        false,
        null,
        null);
  }

  /**
   * The snapshot is there; the path is null only for a checkpoint whose path could not be read
   * (R12).
   */
  public static StatusChange completed(SnapshotView view, @Nullable String path, Instant at) {
    return ended(view, SnapshotState.COMPLETED, view.failures(), path, null, at);
  }

  /** No attempt follows. */
  public static StatusChange failed(SnapshotView view, String error, Instant at) {
    return ended(view, SnapshotState.FAILED, view.failures() + 1, null, error, at);
  }

  /** An attempt failed and another one follows; the restarts count this attempt in (R23). */
  public static StatusChange attemptFailed(
      SnapshotView view, String error, Instant at, int jobRestarts) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        SnapshotState.TRIGGER_PENDING,
        view.failures() + 1,
        null,
        null,
        at,
        null,
        error,
        false,
        false,
        jobRestarts,
        null);
  }

  /**
   * Flink does not know the trigger id any more, but the savepoint was found; the id was perhaps
   * never recorded (R18).
   */
  public static StatusChange adopted(SnapshotView view, String triggerId, String path, Instant at) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        SnapshotState.COMPLETED,
        view.failures(),
        triggerId,
        started(view, at),
        at,
        path,
        null,
        false,
        true,
        null,
        null);
  }

  /** A copy begins a life of its own: nothing of the original's is left (R22). */
  public static StatusChange restarted(SnapshotView view) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        1,
        SnapshotState.TRIGGER_PENDING,
        0,
        null,
        null,
        null,
        null,
        null,
        true,
        false,
        0,
        null);
  }

  /** The job will not take the snapshot any more (R10, R11). */
  public static StatusChange abandoned(SnapshotView view, String error, Instant at) {
    return ended(view, SnapshotState.ABANDONED, view.failures(), null, error, at);
  }

  /** The state stays; the error says what is going on (R8). */
  public static StatusChange troubled(SnapshotView view, String error) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        view.state(),
        view.failures(),
        view.triggerId(),
        view.triggerTimestamp(),
        null,
        null,
        error,
        false,
        false,
        null,
        null);
  }

  /** The same change with an event to publish. */
  public StatusChange announcing(ResourceEvent published) {
    return new StatusChange(
        snapshot,
        resourceVersion,
        attempt,
        state,
        failures,
        triggerId,
        triggerTimestamp,
        resultTimestamp,
        path,
        error,
        unsent,
        adopted,
        jobRestarts,
        published);
  }

  private static StatusChange ended(
      SnapshotView view,
      SnapshotState state,
      int failures,
      @Nullable String path,
      @Nullable String error,
      Instant at) {
    return new StatusChange(
        view.snapshot(),
        view.resourceVersion(),
        view.attempt(),
        state,
        failures,
        view.triggerId(),
        state == SnapshotState.COMPLETED ? started(view, at) : view.triggerTimestamp(),
        at,
        path,
        error,
        false,
        false,
        null,
        null);
  }

  /** An imported savepoint has both timestamps, although it was never triggered (R5). */
  private static Instant started(SnapshotView view, Instant at) {
    return view.triggerTimestamp() == null ? at : view.triggerTimestamp();
  }
}
