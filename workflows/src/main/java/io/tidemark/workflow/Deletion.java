package io.tidemark.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.resource.Announcement;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.snapshot.Backoff;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a deleted resource: its savepoint disposed of where asked for, then the finalizer
 * removed (R14 to R16).
 */
final class Deletion {
  private final Steps steps;
  private final Board board;
  private final Interruptible waits;

  private int failures;
  private boolean done;

  Deletion(Steps steps, Board board, Interruptible waits) {
    this.steps = steps;
    this.board = board;
    this.waits = waits;
  }

  /** Whether the resource was let go. */
  boolean done() {
    return done;
  }

  /** Disposes of the savepoint; at the deadline the data is left and named (R15). */
  Optional<SnapshotResult> dispose(Claim claim) {
    var view = claim.requireView();
    if (passed(claim.deadline())) {
      return retain(view, "the disposal deadline has passed");
    }
    board.show(view, "Disposing of " + view.path());
    var result = disposed(claim);
    return switch (result.status()) {
      case DISPOSED -> release(view, new SnapshotResult("DISPOSED", view.path(), ""), null);
      case ALREADY_GONE -> alreadyGone(view, result.reason());
      case FAILED -> tryLater(view, result.reason());
    };
  }

  /** Nothing is to be disposed of: the resource may go. */
  Optional<SnapshotResult> release(SnapshotView view, String reason) {
    return release(view, new SnapshotResult("RELEASED", view.path(), reason), null);
  }

  /**
   * A disposal whose outcome is not known is one to try again, like one that Flink could not do.
   */
  private DisposalResult disposed(Claim claim) {
    var request = claim.disposal();
    if (request == null) {
      return new DisposalResult(DisposalResult.Status.FAILED, claim.reason());
    }
    try {
      return steps.dispose(request);
    } catch (ActivityFailure failure) {
      Interruptible.rethrowIfCancelled(failure);
      return new DisposalResult(DisposalResult.Status.FAILED, Outage.of(failure).message());
    }
  }

  private Optional<SnapshotResult> alreadyGone(SnapshotView view, String reason) {
    var event = new ResourceEvent(EventReason.SAVEPOINT_ALREADY_GONE, reason, "");
    return release(view, new SnapshotResult("DISPOSED", view.path(), reason), event);
  }

  private Optional<SnapshotResult> tryLater(SnapshotView view, String reason) {
    failures++;
    var event = new ResourceEvent(EventReason.CLEANUP_FAILED, reason, reason);
    steps.announce(new Announcement(view.snapshot(), event));
    var wait = Backoff.ATTEMPTS.after(failures);
    board.showWait(view, "The disposal failed: " + reason, wait);
    waits.pause(wait, "Wait before disposal " + (failures + 1));
    return Optional.empty();
  }

  private Optional<SnapshotResult> retain(SnapshotView view, String why) {
    var message =
        "The savepoint at %s was not disposed of and stays there: %s.".formatted(view.path(), why);
    var event = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, message, "");
    return release(view, new SnapshotResult("RETAINED", view.path(), message), event);
  }

  private Optional<SnapshotResult> release(
      SnapshotView view, SnapshotResult result, @Nullable ResourceEvent event) {
    steps.release(new ReleaseRequest(view.snapshot(), event));
    done = true;
    return Optional.of(result);
  }

  private static boolean passed(@Nullable Instant deadline) {
    return deadline != null && Workflow.currentTimeMillis() >= deadline.toEpochMilli();
  }
}
