package io.tidemark.workflow.job;

/** The outcome of a run of a session job's workflow. */
public enum ChangeOutcome {
  /** The job runs with the spec of its resource, in place of another one. */
  UPGRADED,
  /** The job runs with the spec of its resource, and none ran before. */
  STARTED,
  /** The job is stopped, and can be started from its state. */
  SUSPENDED,
  /** The last stable spec runs again (U7). */
  ROLLED_BACK,
  /** A person has to decide, and the run was cancelled while it waited. */
  HELD,
  /** The resource was deleted, and its job has ended or was left running (U9). */
  ENDED,
  /** Nothing had to be done. */
  UNCHANGED,
  /** The spec cannot be carried out as it stands; what runs continues (U11). */
  INVALID,
  /** The job has failed, and was left as it is. */
  FAILED,
  /** The resource no longer exists. */
  GONE;

  /** Returns whether no further change of the resource can follow. */
  boolean resourceIsGone() {
    return this == ENDED || this == GONE;
  }
}
