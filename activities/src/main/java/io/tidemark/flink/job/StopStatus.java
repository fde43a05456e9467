package io.tidemark.flink.job;

/** Flink's answer to a query for the trigger id of a stop. */
sealed interface StopStatus {
  /** The stop is in progress. */
  record Pending() implements StopStatus {}

  /** The savepoint is complete, and the job stops. */
  record Completed(String path) implements StopStatus {}

  /**
   * The savepoint is complete, and the job failed while it stopped (J12).
   *
   * @param reason one readable line
   */
  record StoppedWithFailure(String path, String reason) implements StopStatus {}

  /**
   * There is no savepoint.
   *
   * @param reason one readable line
   */
  record Failed(String reason) implements StopStatus {}

  /**
   * Flink does not know the trigger id, or no longer knows it.
   *
   * @param reason one readable line
   */
  record Unknown(String reason) implements StopStatus {}
}
