package io.tidemark.flink;

/** Flink's answer to a trigger. */
public sealed interface TriggerResponse {
  /** Flink knows the trigger id from now on; the snapshot can still fail. */
  record Accepted() implements TriggerResponse {}

  /**
   * The request itself is wrong and would be rejected each time (R7).
   *
   * @param reason one readable line
   */
  record Rejected(String reason) implements TriggerResponse {}
}
