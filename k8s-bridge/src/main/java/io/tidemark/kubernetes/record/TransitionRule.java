package io.tidemark.kubernetes.record;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Objects;

/**
 * Decides whether a change may still be written to a resource that has changed meanwhile (R6).
 * Pure.
 */
final class TransitionRule {

  /** The decision on a change. */
  enum Decision {
    /** The change is written. */
    WRITE,
    /** The resource has this status already. */
    ALREADY_WRITTEN,
    /** The resource is terminal, or at a later attempt, and keeps its status. */
    SUPERSEDED
  }

  private TransitionRule() {}

  /** Decides on a change for the current resource. */
  static Decision decide(SnapshotReader current, StatusChange change) {
    if (alreadyWritten(current, change)) {
      return Decision.ALREADY_WRITTEN;
    }
    if (current.releasedCopy() && startsOver(change)) {
      return Decision.WRITE;
    }
    var laterAttempt = current.failures() + 1 > change.attempt();
    return current.state().terminal() || laterAttempt || movesBack(current.state(), change)
        ? Decision.SUPERSEDED
        : Decision.WRITE;
  }

  private static boolean alreadyWritten(SnapshotReader current, StatusChange change) {
    return current.state() == change.state()
        && current.failures() == change.status().failures()
        && Objects.equals(current.status().state(), change.state().name())
        && Objects.equals(current.status().path(), change.status().path())
        && Objects.equals(current.status().error(), change.status().error());
  }

  /**
   * Returns whether a change is the start of a released copy, the only way out of a terminal state
   * (R22).
   */
  private static boolean startsOver(StatusChange change) {
    return change.state() == SnapshotState.TRIGGER_PENDING
        && change.status().failures() == 0
        && change.status().triggerId() == null;
  }

  /**
   * Returns whether a change goes from IN_PROGRESS back to TRIGGER_PENDING within one attempt,
   * which only a failure may.
   */
  private static boolean movesBack(SnapshotState from, StatusChange change) {
    return from == SnapshotState.IN_PROGRESS
        && change.state() == SnapshotState.TRIGGER_PENDING
        && change.status().failures() < change.attempt();
  }
}
