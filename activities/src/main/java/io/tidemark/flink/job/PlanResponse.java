package io.tidemark.flink.job;

/** Flink's answer to a request for a plan. */
sealed interface PlanResponse {
  /** The program can be run. */
  record Planned() implements PlanResponse {}

  /**
   * The jar is not on the cluster.
   *
   * @param reason one readable line
   */
  record JarMissing(String reason) implements PlanResponse {}

  /**
   * The program cannot be run.
   *
   * @param reason one readable line
   */
  record Refused(String reason) implements PlanResponse {}
}
