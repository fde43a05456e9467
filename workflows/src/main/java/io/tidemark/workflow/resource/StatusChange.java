package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new status for a resource. The same change may be written twice.
 *
 * @param snapshot the resource
 * @param resourceVersion the version that the change was decided on (R6)
 * @param attempt the attempt that the change belongs to
 * @param status the new status
 * @param annotations the annotations that change with it
 * @param event an event to publish with the change, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusChange(
    SnapshotId snapshot,
    String resourceVersion,
    int attempt,
    RecordedStatus status,
    AnnotationChanges annotations,
    @Nullable ResourceEvent event) {
  public StatusChange {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(status, "status is null");
    annotations = annotations == null ? AnnotationChanges.NONE : annotations;
  }

  /** Nothing is sent to Flink: the job is not ready, or the spec is not valid. */
  public static StatusChange pending(SnapshotView view, @Nullable String error) {
    return of(view, view.status().pending(error), AnnotationChanges.ATTEMPT_REMOVED);
  }

  /** Flink has accepted the attempt. */
  public static StatusChange inProgress(SnapshotView view, String triggerId, Instant at) {
    return of(view, view.status().inProgress(triggerId, at), AnnotationChanges.NONE);
  }

  /**
   * The snapshot is complete; the path is null only for a checkpoint whose path could not be read
   * (R12).
   */
  public static StatusChange completed(SnapshotView view, @Nullable String path, Instant at) {
    return of(view, view.status().completed(path, at), AnnotationChanges.NONE);
  }

  /** The attempt failed, and none follows. */
  public static StatusChange failed(SnapshotView view, String error, Instant at) {
    return of(view, view.status().failed(error, at), AnnotationChanges.NONE);
  }

  /** The attempt failed, and another one follows; the restarts include this attempt's (R23). */
  public static StatusChange attemptFailed(
      SnapshotView view, String error, Instant at, JobRestarts restarts) {
    return of(
        view,
        view.status().attemptFailed(error, at),
        AnnotationChanges.jobRestarts(restarts.inARow()));
  }

  /** Flink no longer knows the trigger id, but the savepoint was found (R18). */
  public static StatusChange adopted(SnapshotView view, String triggerId, String path, Instant at) {
    return of(view, view.status().adopted(triggerId, path, at), AnnotationChanges.ADOPTED);
  }

  /** A copy begins a life of its own: nothing of the original's is left (R22). */
  public static StatusChange restarted(SnapshotView view) {
    return of(view, RecordedStatus.EMPTY, AnnotationChanges.CLEARED);
  }

  /** The job no longer takes the snapshot, or a person gave it up (R10, R11, W3). */
  public static StatusChange abandoned(SnapshotView view, String error, Instant at) {
    return of(view, view.status().abandoned(error, at), AnnotationChanges.NONE);
  }

  /** The state stays, and the error says what is wrong at the moment (R8). */
  public static StatusChange troubled(SnapshotView view, String error) {
    return of(view, view.status().troubled(error), AnnotationChanges.NONE);
  }

  /** Returns the same change with an event to publish. */
  public StatusChange announcing(ResourceEvent published) {
    return new StatusChange(snapshot, resourceVersion, attempt, status, annotations, published);
  }

  /** Returns the new state. */
  public SnapshotState state() {
    return status.state();
  }

  private static StatusChange of(
      SnapshotView view, RecordedStatus status, AnnotationChanges annotations) {
    return new StatusChange(
        view.snapshot(), view.resourceVersion(), view.attempt(), status, annotations, null);
  }
}
