package io.tidemark.app.check;

/**
 * The states of the task queue, by the Kubernetes cluster that Temporal has recorded for it (S6).
 */
public enum TaskQueueState {
  /** It serves this cluster. */
  OURS,
  /** It serves another cluster. */
  OTHER,
  /** No cluster is recorded yet. */
  UNRECORDED,
  /** This cluster or the recorded one may not be read, so the two cannot be compared. */
  NOT_COMPARABLE
}
