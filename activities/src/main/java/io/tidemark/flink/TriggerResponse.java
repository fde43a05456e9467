package io.tidemark.flink;

import io.tidemark.workflow.flink.TriggerResult;
import java.time.Instant;

/** Flink's answer to a trigger. */
public sealed interface TriggerResponse {
  /** Returns the result of the trigger that was sent under the id. */
  TriggerResult result(String sentId, Instant observedAt);

  /**
   * Flink knows the trigger id from now on; the snapshot can still fail.
   *
   * @param triggerId the id of the answer, under which Flink can be queried
   */
  record Accepted(String triggerId) implements TriggerResponse {
    @Override
    public TriggerResult result(String sentId, Instant observedAt) {
      var other = triggerId.equalsIgnoreCase(sentId) ? null : triggerId;
      return new TriggerResult(TriggerResult.Status.TRIGGERED, observedAt, "", other);
    }
  }

  /**
   * The request itself is wrong and would be rejected each time (R7).
   *
   * @param reason one readable line
   */
  record Rejected(String reason) implements TriggerResponse {
    @Override
    public TriggerResult result(String sentId, Instant observedAt) {
      return new TriggerResult(TriggerResult.Status.REJECTED, observedAt, reason);
    }
  }
}
