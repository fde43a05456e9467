package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.SnapshotTrigger;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that a status change sets or removes.
 *
 * @param attemptRemoved whether the attempt is removed from the resource, because nothing was sent
 *     for it and the next trigger is a first one again (R9)
 * @param adopted whether the savepoint was found at the job, not reported for our trigger (R18)
 * @param jobRestarts attempts in a row in which the job restarted; null leaves the recorded count
 *     (R23)
 * @param lateSavepoint the savepoint that Flink may still complete, and whose clean-up is owed from
 *     now on; null changes nothing (W3)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AnnotationChanges(
    boolean attemptRemoved,
    boolean adopted,
    @Nullable Integer jobRestarts,
    @Nullable SnapshotTrigger lateSavepoint) {
  /** No change. */
  public static final AnnotationChanges NONE = new AnnotationChanges(false, false, null, null);

  /** Removes the attempt from the resource. */
  public static final AnnotationChanges ATTEMPT_REMOVED =
      new AnnotationChanges(true, false, null, null);

  /** Marks the savepoint as adopted. */
  public static final AnnotationChanges ADOPTED = new AnnotationChanges(false, true, null, null);

  /** Removes all annotations of the resource that this one is a copy of (R22). */
  public static final AnnotationChanges CLEARED = new AnnotationChanges(true, false, 0, null);

  /** Records the count of restarts. */
  public static AnnotationChanges jobRestarts(int inARow) {
    return new AnnotationChanges(false, false, inARow, null);
  }

  /** Marks the savepoint of an abandoned snapshot that Flink may still complete. */
  public static AnnotationChanges lateSavepoint(SnapshotTrigger trigger) {
    return new AnnotationChanges(false, false, null, trigger);
  }
}
