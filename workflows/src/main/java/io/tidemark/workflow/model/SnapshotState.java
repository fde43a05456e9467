package io.tidemark.workflow.model;

/** The states of {@code status.state} in the published CRD (R6). */
public enum SnapshotState {
  TRIGGER_PENDING,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  ABANDONED;

  /** Returns true if no state follows this one. */
  public boolean terminal() {
    return switch (this) {
      case TRIGGER_PENDING, IN_PROGRESS -> false;
      case COMPLETED, FAILED, ABANDONED -> true;
    };
  }
}
