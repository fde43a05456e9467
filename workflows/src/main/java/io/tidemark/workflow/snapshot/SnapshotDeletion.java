package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a deleted resource: disposes of its savepoint where that is asked for, then removes the
 * finalizer (R14 to R16).
 */
final class SnapshotDeletion {
  private final ActivityCalls calls;
  private final ProgressDisplay display;
  private final InterruptibleWait waits;

  private int failures;
  private boolean started;
  private boolean done;

  SnapshotDeletion(
      ActivityCalls calls,
      ProgressDisplay display,
      InterruptibleWait waits,
      ContinuedState continued) {
    this.calls = calls;
    this.display = display;
    this.waits = waits;
    this.failures = continued.disposalFailures();
  }

  /** Returns whether the finalizer was removed. */
  boolean done() {
    return done;
  }

  /** Returns whether the resource was seen to be deleted. */
  boolean started() {
    return started;
  }

  int failures() {
    return failures;
  }

  /**
   * Returns whether what is left to do must not be done any more, because a person said so or the
   * deadline has passed (R15).
   */
  boolean isGivenUp(Claim claim, boolean skipped) {
    var view = claim.view();
    started = view.beingDeleted();
    return started
        && claim.decision().needsFlink()
        && (skipped || left(view).filter(Duration::isZero).isPresent());
  }

  /** Leaves the data, names it, and lets the resource go. */
  Next retain(Claim claim, boolean skipped) {
    return retain(
        claim.view(),
        remains(claim),
        skipped ? "its disposal was skipped on request" : "the disposal deadline has passed");
  }

  /** Leaves the savepoint where it is, since an annotation asks for it (R15). */
  Next skipped(SnapshotView view) {
    return retain(view, savepointAt(view.status().path()), "its disposal was skipped on request");
  }

  /** Leaves what cannot be reached, since the namespace is being deleted too (R15). */
  Next retainUnreachable(Claim claim, String error) {
    return retain(claim.view(), remains(claim), unreachable(error));
  }

  private static String unreachable(String error) {
    return "its namespace is being deleted, and " + error;
  }

  private static String remains(Claim claim) {
    var path = claim.view().status().path();
    return claim
        .decision()
        .sentTrigger()
        .filter(trigger -> path == null)
        .map(SnapshotDeletion::mayBeWritten)
        .orElse(savepointAt(path));
  }

  private static String mayBeWritten(SnapshotTrigger trigger) {
    return "What Flink may still write to "
        + trigger.targetDirectory()
        + " under trigger id "
        + trigger.triggerId();
  }

  private static String savepointAt(@Nullable String path) {
    return "The savepoint at " + path;
  }

  private Next retain(SnapshotView view, String what, String why) {
    var path = view.status().path();
    var message = what + " was not disposed of: " + why + ".";
    var event = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, message, "");
    return release(view, new SnapshotResult("RETAINED", path, message), event);
  }

  /** Disposes of the savepoint, then lets the resource go (R14). */
  Next dispose(SnapshotView view, DisposalRequest request) {
    display.show(view, "Disposing of " + request.path());
    return disposed(view, request)
        .map(result -> disposed(view, request.path(), result))
        .orElse(Next.LOOK_AGAIN);
  }

  private Next disposed(SnapshotView view, String path, DisposalResult result) {
    return switch (result.status()) {
      case DISPOSED -> release(view, new SnapshotResult("DISPOSED", path, ""), null);
      case ALREADY_GONE -> alreadyGone(view, path, result.reason());
      case FAILED -> tryLater(view, result.reason());
    };
  }

  /** The cluster cannot be asked: tried again, or given up where the namespace ends too (R15). */
  Next blocked(SnapshotView view, String reason) {
    return view.namespaceEnding()
        ? retain(view, savepointAt(view.status().path()), unreachable(reason))
        : tryLater(view, reason);
  }

  /** Nothing is to be disposed of, or must not be (R19): lets the resource go. */
  Next release(SnapshotView view, ClaimDecision.Release release) {
    var outcome = release.event() == null ? "RELEASED" : "RETAINED";
    var result = new SnapshotResult(outcome, view.status().path(), release.reason());
    return release(view, result, release.event());
  }

  /**
   * Returns the result; nothing if a person asked for something meanwhile. A disposal whose outcome
   * is not known is tried again, like one that Flink could not do.
   */
  private Optional<DisposalResult> disposed(SnapshotView view, DisposalRequest request) {
    try {
      return waits.orRequest(() -> calls.dispose(request, left(view)));
    } catch (ActivityFailure failure) {
      if (view.namespaceEnding()) {
        throw failure;
      }
      return Optional.of(
          new DisposalResult(DisposalResult.Status.FAILED, Outage.of(failure).message()));
    }
  }

  private Next alreadyGone(SnapshotView view, String path, String reason) {
    var event = new ResourceEvent(EventReason.SAVEPOINT_ALREADY_GONE, reason, "");
    return release(view, new SnapshotResult("DISPOSED", path, reason), event);
  }

  private Next tryLater(SnapshotView view, String reason) {
    failures++;
    var event = new ResourceEvent(EventReason.CLEANUP_FAILED, reason, reason);
    calls.publish(new EventRequest(view.snapshot(), event));
    var backoff = Backoff.ATTEMPTS.after(failures);
    var wait = left(view).filter(left -> left.compareTo(backoff) < 0).orElse(backoff);
    display.showWait(view, "The disposal failed: " + reason, wait);
    waits.pause(wait, "Wait before disposal " + (failures + 1));
    return Next.LOOK_AGAIN;
  }

  private Next release(SnapshotView view, SnapshotResult result, @Nullable ResourceEvent event) {
    calls.release(new ReleaseRequest(view.snapshot(), event));
    done = true;
    return Next.done(result);
  }

  /** Returns what is left of the disposal deadline, at least zero; empty without a deadline. */
  private static Optional<Duration> left(SnapshotView view) {
    return view.disposalEnd()
        .map(end -> Duration.between(WorkflowClock.now(), end))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }
}
