package io.tidemark.workflow.job;

/** The phase of a change of a session job: the search attribute {@code JobPhase}. */
public enum JobPhase {
  /** The resource and its cluster are read. */
  LOOKING,
  /** The jar is fetched and uploaded, and Flink computes its plan. */
  FETCHING_JAR,
  /** The running job is stopped or cancelled. */
  STOPPING,
  /** The answer of Flink is written to the resource. */
  RECORDING,
  /** The job is submitted. */
  STARTING,
  /** The submitted job is waited for until its tasks run. */
  CONFIRMING,
  /** The last stable spec is started again. */
  ROLLING_BACK,
  /** A person has to decide. */
  HELD,
  /** Spec and cluster agree. */
  DONE
}
