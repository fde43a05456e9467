package io.tidemark.flink;

/** What Flink answers to a trigger. */
public sealed interface TriggerAnswer {
  /** Flink knows the trigger id from now on, which says nothing about the snapshot. */
  record Accepted() implements TriggerAnswer {}

  /**
   * The request itself is wrong, and would be every time (R7).
   *
   * @param reason one readable line
   */
  record Rejected(String reason) implements TriggerAnswer {}
}
