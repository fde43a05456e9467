package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.execution.LocalFirst.InHistory.FIRST;
import static io.tidemark.workflow.execution.LocalFirst.InHistory.WITH_ITS_RESULT;
import static io.tidemark.workflow.resource.StatusChangeResult.Verdict.APPLIED;

import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes status changes to the resource. A write that came too late, because the resource has
 * changed or is gone, is no error: the resource is read again and decides the next step (R6).
 */
final class StatusRecorder {
  private final ActivityCalls calls;
  private final ProgressDisplay display;

  StatusRecorder(ActivityCalls calls, ProgressDisplay display) {
    this.calls = calls;
    this.display = display;
  }

  /** Returns the resource after the change; empty if the change came too late. */
  Optional<SnapshotView> write(SnapshotView view, StatusChange change) {
    var written = calls.record(change, WITH_ITS_RESULT);
    return written.verdict() == APPLIED
        ? Optional.of(view.after(change, written.resourceVersion()))
        : Optional.empty();
  }

  /**
   * Writes a terminal state, which ends the workflow unless the resource is being deleted or the
   * write came too late.
   */
  Next end(StatusChange change) {
    return ended(
        change, calls.record(change, WITH_ITS_RESULT), () -> SnapshotResult.of(change.status()));
  }

  /** Writes ABANDONED, after which no attempt is made or continued (R10, R11). */
  Next abandon(SnapshotView view, String reason) {
    return end(abandoned(view, reason));
  }

  /**
   * Writes ABANDONED and then cleans up. The write is in the history before it happens, so a crash
   * between the two loses nothing; its mark on the resource outlasts the workflow (W3).
   *
   * @param late the savepoint that Flink may still complete
   * @param cleanup returns the workflow's result
   */
  Next abandon(
      SnapshotView view, SnapshotTrigger late, String reason, Supplier<SnapshotResult> cleanup) {
    var change = abandoned(view, reason).withLateSavepoint(late);
    return ended(change, calls.record(change, FIRST), cleanup);
  }

  private Next ended(
      StatusChange change, StatusChangeResult written, Supplier<SnapshotResult> result) {
    if (written.verdict() != APPLIED) {
      return Next.LOOK_AGAIN;
    }
    display.showEnd(change.attempt(), change.status());
    var end = result.get();
    return written.deleted() ? Next.LOOK_AGAIN : Next.done(end);
  }

  private static StatusChange abandoned(SnapshotView view, String reason) {
    var event = new ResourceEvent(EventReason.SNAPSHOT_ABANDONED, reason, "");
    return StatusChange.abandoned(view, reason, WorkflowClock.now()).withEvent(event);
  }
}
