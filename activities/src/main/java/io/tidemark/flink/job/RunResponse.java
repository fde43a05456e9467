package io.tidemark.flink.job;

/** Flink's answer to a submission. */
sealed interface RunResponse {
  /** The job runs or will run. */
  record Accepted(String jobId) implements RunResponse {}

  /**
   * A job of that id may be there or appear: it was or is being submitted (J4, J8), or the
   * JobManager has not answered to the submission of {@code main}.
   *
   * @param reason one readable line
   */
  record Undecided(String reason) implements RunResponse {}

  /**
   * The jar is not on the cluster.
   *
   * @param reason one readable line
   */
  record JarMissing(String reason) implements RunResponse {}

  /**
   * Flink refused the program or its restore (J3, J5).
   *
   * @param reason one readable line
   */
  record Refused(String reason) implements RunResponse {}
}
