package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.resource.StatusChangeResult.Verdict.APPLIED;

import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;

/**
 * Writes what happened to the resource. A write that the resource has overtaken, or found gone, is
 * no error: the next look at the resource says what to do instead (R6).
 */
final class StatusRecorder {
  private final ActivityCalls calls;
  private final ProgressDisplay display;

  StatusRecorder(ActivityCalls calls, ProgressDisplay display) {
    this.calls = calls;
    this.display = display;
  }

  /** The resource as it is after the change. */
  Optional<SnapshotView> write(SnapshotView view, StatusChange change) {
    var recorded = calls.record(change);
    return recorded.verdict() == APPLIED
        ? Optional.of(view.after(change, recorded.resourceVersion()))
        : Optional.empty();
  }

  /**
   * Writes a terminal state: the end of the workflow, unless the resource is being deleted or has
   * moved on.
   */
  Optional<SnapshotResult> end(StatusChange change) {
    var recorded = calls.record(change);
    if (recorded.verdict() != APPLIED) {
      return Optional.empty();
    }
    display.showEnd(change);
    return recorded.deleted() ? Optional.empty() : Optional.of(resultOf(change));
  }

  /** No attempt is made, or gone on with, any more (R10, R11). */
  Optional<SnapshotResult> abandon(SnapshotView view, String reason) {
    var event = new ResourceEvent(EventReason.SNAPSHOT_ABANDONED, reason, "");
    return end(StatusChange.abandoned(view, reason, WorkflowClock.now()).announcing(event));
  }

  private static SnapshotResult resultOf(StatusChange change) {
    return new SnapshotResult(change.state().name(), change.path(), change.error());
  }
}
