package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.SnapshotTrigger;
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
 * @param event an event to publish with the change; null for none
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

  /** Returns the change while nothing is sent to Flink: job not ready, or spec invalid. */
  public static StatusChange pending(SnapshotView view, @Nullable String error) {
    return of(view, view.status().pending(error), AnnotationChanges.ATTEMPT_REMOVED);
  }

  /** Returns the change after Flink accepted the attempt. */
  public static StatusChange inProgress(SnapshotView view, String triggerId, Instant at) {
    return of(view, view.status().inProgress(triggerId, at), AnnotationChanges.NONE);
  }

  /**
   * Returns the change for a complete snapshot; the path is null only for a checkpoint whose path
   * could not be read (R12).
   */
  public static StatusChange completed(SnapshotView view, @Nullable String path, Instant at) {
    return of(view, view.status().completed(path, at), AnnotationChanges.NONE);
  }

  /** Returns the change after the last attempt failed. */
  public static StatusChange failed(SnapshotView view, String error, Instant at) {
    return of(view, view.status().failed(error, at), AnnotationChanges.NONE);
  }

  /**
   * Returns the change after a failed attempt that another one follows; the restarts include those
   * of this attempt (R23).
   */
  public static StatusChange attemptFailed(
      SnapshotView view, String error, Instant at, JobRestarts restarts) {
    return of(
        view,
        view.status().attemptFailed(error, at),
        AnnotationChanges.jobRestarts(restarts.inARow()));
  }

  /** Returns the change for a savepoint that was found although Flink lost its trigger id (R18). */
  public static StatusChange adopted(SnapshotView view, String triggerId, String path, Instant at) {
    return of(view, view.status().adopted(triggerId, path, at), AnnotationChanges.ADOPTED);
  }

  /** Returns the change for a copy that its user released: all values of the original go (R22). */
  public static StatusChange restarted(SnapshotView view) {
    return of(view, RecordedStatus.EMPTY, AnnotationChanges.CLEARED);
  }

  /** Returns the change after the job or a person gave the snapshot up (R10, R11, W3). */
  public static StatusChange abandoned(SnapshotView view, String error, Instant at) {
    return of(view, view.status().abandoned(error, at), AnnotationChanges.NONE);
  }

  /** Returns a change that keeps the state, with an error that describes the outage (R8). */
  public static StatusChange withError(SnapshotView view, String error) {
    return of(view, view.status().withError(error), AnnotationChanges.NONE);
  }

  /** Returns the same change with an event to publish. */
  public StatusChange withEvent(ResourceEvent published) {
    return new StatusChange(snapshot, resourceVersion, attempt, status, annotations, published);
  }

  /** Returns the same change, which also marks the savepoint that Flink may still complete (W3). */
  public StatusChange withLateSavepoint(SnapshotTrigger trigger) {
    return new StatusChange(
        snapshot,
        resourceVersion,
        attempt,
        status,
        AnnotationChanges.lateSavepoint(trigger),
        event);
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
