package io.tidemark.workflow.flink;

/**
 * Why a call to Flink has no known outcome (R8): the type of the {@link
 * io.temporal.failure.ApplicationFailure} that the Flink activities throw, and the reason of the
 * event that shows it.
 */
public enum FlinkErrorCategory {
  /** No connection, no answer in time, or the answer broke off. */
  FLINK_UNREACHABLE,
  /** The TLS handshake failed. */
  TLS_ERROR,
  /** A Secret with certificates or credentials for the cluster cannot be used. */
  SECRET_ERROR,
  /**
   * Flink answered with an error that says nothing about the snapshot, such as a 5xx during a
   * leader election.
   */
  FLINK_ERROR,
  /** The answer is not what Flink's REST API answers, such as a proxy's page. */
  UNEXPECTED_ANSWER,
  /** The job's checkpoint history does not show the checkpoint (yet). */
  CHECKPOINT_NOT_LISTED
}
