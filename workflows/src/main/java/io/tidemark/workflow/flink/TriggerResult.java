package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * The result of a trigger.
 *
 * @param status see {@link Status}
 * @param observedAt time of Flink's answer
 * @param reason one readable line for every status but TRIGGERED; empty there
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TriggerResult(Status status, Instant observedAt, String reason) {

  /** The ways a trigger can end; everything else throws. */
  public enum Status {
    /** Flink knows the trigger id; its outcome can be awaited. */
    TRIGGERED,
    /** Nothing was sent: the job or some of its tasks are not running (R10). */
    NOT_READY,
    /** Nothing was sent: the job has ended or its cluster does not know it. */
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
}
