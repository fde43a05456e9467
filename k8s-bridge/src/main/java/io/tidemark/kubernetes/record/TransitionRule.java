package io.tidemark.kubernetes.record;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Objects;

/** Whether a change may still be written over what a resource says by now (R6). Pure. */
final class TransitionRule {

  /** What a change means for a resource that has moved on. */
  enum Ruling {
    WRITE,
    /** The resource says so already. */
    ALREADY_SO,
    /** It is settled, or at a later attempt: what it says stays. */
    SUPERSEDED
  }

  private TransitionRule() {}

  static Ruling ruling(SnapshotReader current, StatusChange change) {
    if (says(current, change)) {
      return Ruling.ALREADY_SO;
    }
    if (current.releasedCopy() && begins(change)) {
      return Ruling.WRITE;
    }
    var laterAttempt = current.failures() + 1 > change.attempt();
    return current.state().terminal() || laterAttempt || stepsBack(current.state(), change)
        ? Ruling.SUPERSEDED
        : Ruling.WRITE;
  }

  private static boolean says(SnapshotReader current, StatusChange change) {
    return current.state() == change.state()
        && current.failures() == change.status().failures()
        && Objects.equals(current.status().state(), change.state().name())
        && Objects.equals(current.status().path(), change.status().path())
        && Objects.equals(current.status().error(), change.status().error());
  }

  /** The one way out of a terminal state: a copy that its user has made its own begins (R22). */
  private static boolean begins(StatusChange change) {
    return change.state() == SnapshotState.TRIGGER_PENDING
        && change.status().failures() == 0
        && change.status().triggerId() == null;
  }

  /** Within one attempt, only a failed one goes from IN_PROGRESS back to TRIGGER_PENDING. */
  private static boolean stepsBack(SnapshotState from, StatusChange change) {
    return from == SnapshotState.IN_PROGRESS
        && change.state() == SnapshotState.TRIGGER_PENDING
        && change.status().failures() < change.attempt();
  }
}
