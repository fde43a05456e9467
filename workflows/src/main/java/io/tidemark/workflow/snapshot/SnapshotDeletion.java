package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a deleted resource: its savepoint disposed of where asked for, then the finalizer
 * removed (R14 to R16).
 */
final class SnapshotDeletion {
  private static final Set<Decision> LEFT_TO_DO = EnumSet.of(Decision.ATTEMPT, Decision.DISPOSE);

  private final ActivityCalls calls;
  private final ProgressDisplay display;
  private final InterruptibleWait waits;

  private int failures;
  private boolean begun;
  private boolean done;

  SnapshotDeletion(
      ActivityCalls calls,
      ProgressDisplay display,
      InterruptibleWait waits,
      ContinuedState carried) {
    this.calls = calls;
    this.display = display;
    this.waits = waits;
    this.failures = carried.disposalFailures();
  }

  /** Whether the resource was let go. */
  boolean done() {
    return done;
  }

  /** Whether the resource was seen to be deleted. */
  boolean begun() {
    return begun;
  }

  int failures() {
    return failures;
  }

  /** Whether something is left to do that shall not, or not any longer, be done (R15). */
  boolean toBeGivenUp(Claim claim, boolean skip) {
    var view = claim.view();
    begun = view != null && view.deletedAt() != null;
    return begun && LEFT_TO_DO.contains(claim.decision()) && (skip || passed(view.disposalEnd()));
  }

  /** The data is left and named, and the resource goes. */
  Optional<SnapshotResult> retain(Claim claim, boolean asked) {
    return retain(
        claim, asked ? "its disposal was skipped on request" : "the disposal deadline has passed");
  }

  /** In a namespace that is being deleted, nobody wait for a job to be reached again (R15). */
  Optional<SnapshotResult> retainUnreachable(Claim claim, String error) {
    return retain(claim, "its namespace is being deleted, and " + error);
  }

  private Optional<SnapshotResult> retain(Claim claim, String why) {
    var view = claim.requireView();
    var message = left(claim) + " was not disposed of: " + why + ".";
    var event = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, message, "");
    return release(view, new SnapshotResult("RETAINED", view.path(), message), event);
  }

  private static String left(Claim claim) {
    var path = claim.requireView().path();
    var trigger = claim.trigger();
    return path != null || trigger == null
        ? "The savepoint at " + path
        : "What Flink may still write to "
            + trigger.targetDirectory()
            + " under trigger id "
            + trigger.triggerId();
  }

  /** Disposes of the savepoint (R14). */
  Optional<SnapshotResult> dispose(Claim claim) {
    var view = claim.requireView();
    display.show(view, "Disposing of " + view.path());
    var result = disposed(claim);
    return switch (result.status()) {
      case DISPOSED -> release(view, new SnapshotResult("DISPOSED", view.path(), ""), null);
      case ALREADY_GONE -> alreadyGone(view, result.reason());
      case FAILED ->
          claim.endingNamespace() && claim.disposal() == null
              ? retainUnreachable(claim, result.reason())
              : tryLater(view, result.reason());
    };
  }

  /** Nothing is to be disposed of, or must not be (R19): the resource may go. */
  Optional<SnapshotResult> release(Claim claim) {
    var view = claim.requireView();
    var outcome = claim.event() == null ? "RELEASED" : "RETAINED";
    var result = new SnapshotResult(outcome, view.path(), claim.reason());
    return release(view, result, claim.event());
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
      return calls.dispose(request);
    } catch (ActivityFailure failure) {
      if (claim.endingNamespace()) {
        throw failure;
      }
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
    calls.announce(new EventRequest(view.snapshot(), event));
    var wait = Backoff.ATTEMPTS.after(failures);
    display.showWait(view, "The disposal failed: " + reason, wait);
    waits.pause(wait, "Wait before disposal " + (failures + 1));
    return Optional.empty();
  }

  private Optional<SnapshotResult> release(
      SnapshotView view, SnapshotResult result, @Nullable ResourceEvent event) {
    calls.release(new ReleaseRequest(view.snapshot(), event));
    done = true;
    return Optional.of(result);
  }

  private static boolean passed(Optional<Instant> deadline) {
    return deadline.filter(end -> !WorkflowClock.now().isBefore(end)).isPresent();
  }
}
