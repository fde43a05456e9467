package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a trigger.
 *
 * @param status see {@link Status}
 * @param observedAt time of Flink's answer
 * @param reason one readable line for every status but TRIGGERED; empty there
 * @param otherTriggerId the id under which Flink accepted the trigger, if it is not the one that
 *     was sent; null otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TriggerResult(
    Status status, Instant observedAt, String reason, @Nullable String otherTriggerId) {

  /** The ways a trigger can end; everything else throws. */
  public enum Status {
    /** Flink knows the trigger id; its outcome can be awaited. */
    TRIGGERED,
    /** Nothing was sent: the job is unknown, or it or some of its tasks are not running (R10). */
    NOT_READY,
    /** Nothing was sent: the cluster could not be reached, or gave no usable answer (R9). */
    NOT_REACHED,
    /**
     * Nothing was sent: the cluster did not respond to other calls, so it was not called from
     * inside the workflow task.
     */
    NOT_CALLED,
    /** Nothing was sent: the job has ended. */
    JOB_ENDED,
    /**
     * Flink refuses the request itself; the same request would be refused again (R7, permanent).
     */
    REJECTED,
    /** The trigger was sent, or may have been sent, and Flink no longer knows its id (R18). */
    LOST
  }

  public TriggerResult {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
    requireNonNull(observedAt, "observedAt is null");
  }

  /** Creates the result of a trigger that Flink knows by the id that was sent, if it knows it. */
  public TriggerResult(Status status, Instant observedAt, @Nullable String reason) {
    this(status, observedAt, reason == null ? "" : reason, null);
  }
}
