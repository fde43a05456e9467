package io.tidemark.workflow.flink;

/**
 * The categories of calls to Flink without a known outcome (R8). A category is the type of the
 * {@link io.temporal.failure.ApplicationFailure} that the Flink activities throw, and decides the
 * reason of the event that shows it.
 */
public enum FlinkErrorCategory {
  /** No connection, no answer in time, or an incomplete answer. */
  FLINK_UNREACHABLE,
  /** The TLS handshake failed. */
  TLS_ERROR,
  /** A Secret with certificates or credentials for the cluster cannot be used. */
  SECRET_ERROR,
  /**
   * Flink answered with an error that does not concern the snapshot, such as a 5xx during a leader
   * election.
   */
  FLINK_ERROR,
  /** The answer is not what Flink's REST API answers, such as a proxy's page. */
  UNEXPECTED_ANSWER,
  /** The server of a job's jar cannot be reached, or is in trouble (U11). */
  JAR_UNREACHABLE
}
