package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that a status change sets or removes.
 *
 * @param attemptRemoved whether the attempt comes off the resource, because nothing was sent for it
 *     and the next trigger is a first one again (R9)
 * @param adopted whether the savepoint was found, not answered to our trigger (R18)
 * @param jobRestarts attempts in a row in which the job restarted; null leaves the recorded count
 *     (R23)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AnnotationChanges(
    boolean attemptRemoved, boolean adopted, @Nullable Integer jobRestarts) {
  /** Nothing changes. */
  public static final AnnotationChanges NONE = new AnnotationChanges(false, false, null);

  /** The attempt comes off the resource. */
  public static final AnnotationChanges ATTEMPT_REMOVED = new AnnotationChanges(true, false, null);

  /** The savepoint is marked as adopted. */
  public static final AnnotationChanges ADOPTED = new AnnotationChanges(false, true, null);

  /** Nothing of an earlier life stays (R22). */
  public static final AnnotationChanges CLEARED = new AnnotationChanges(true, false, 0);

  /** The count of restarts is recorded. */
  public static AnnotationChanges jobRestarts(int inARow) {
    return new AnnotationChanges(false, false, inARow);
  }
}
