package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
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
 * Handles the deletion of a resource: disposes of its savepoint if its spec asks for that, then
 * removes the finalizer (R14 to R16).
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
    this.started = continued.beingDeleted();
  }

  /** Returns whether the finalizer was removed. */
  boolean done() {
    return done;
  }

  /** Records that a deletion was seen; the resource may not be readable yet. */
  void requested() {
    started = true;
  }

  /** Returns whether the resource is known to be deleted, which never ends. */
  boolean started() {
    return started;
  }

  /** Returns the disposals that failed in a row. */
  int failures() {
    return failures;
  }

  /**
   * Returns whether the disposal is given up, because a person requested it or the deadline has
   * passed (R15).
   */
  boolean isGivenUp(Claim claim, boolean skipped) {
    var view = claim.view();
    started |= view.beingDeleted();
    return view.beingDeleted()
        && claim.decision().needsFlink()
        && (skipped || remaining(view).filter(Duration::isZero).isPresent());
  }

  /** Keeps the data, names it in an event, and removes the finalizer. */
  Next retain(Claim claim, boolean skipped) {
    return retain(
        claim.view(),
        remainingData(claim),
        skipped ? "its disposal was skipped on request" : "the disposal deadline has passed");
  }

  /** Keeps data that cannot be reached, because the namespace is being deleted too (R15). */
  Next retainUnreachable(Claim claim, String error) {
    return retain(claim.view(), remainingData(claim), unreachable(error));
  }

  private static String unreachable(String error) {
    return "its namespace is being deleted, and " + error;
  }

  private static String remainingData(Claim claim) {
    var path = claim.view().status().path();
    return claim
        .decision()
        .sentTrigger()
        .filter(trigger -> path == null)
        .map(SnapshotDeletion::unfinishedSavepoint)
        .orElse(savepointAt(path));
  }

  private static String unfinishedSavepoint(SnapshotTrigger trigger) {
    return "The savepoint that Flink may still write to "
        + trigger.describeDirectory()
        + " (trigger id "
        + trigger.triggerId()
        + ")";
  }

  private static String savepointAt(@Nullable String path) {
    return "The savepoint at " + path;
  }

  private Next retain(SnapshotView view, String data, String cause) {
    return retain(view, EventReason.SAVEPOINT_RETAINED, data, cause);
  }

  private Next retain(SnapshotView view, EventReason reason, String data, String cause) {
    var path = view.status().path();
    var message = data + " was not disposed of: " + cause + ".";
    var event = new ResourceEvent(reason, message, "");
    return release(view, SnapshotResult.retained(path, message), event);
  }

  /** Disposes of the savepoint, then removes the finalizer (R14). */
  Next dispose(SnapshotView view, DisposalRequest request) {
    display.show(view, "Disposing of " + request.path());
    return disposed(view, request)
        .map(result -> disposed(view, request.path(), result))
        .orElse(Next.LOOK_AGAIN);
  }

  private Next disposed(SnapshotView view, String path, DisposalResult result) {
    return switch (result.status()) {
      case DISPOSED -> release(view, SnapshotResult.disposed(path, ""), null);
      case ALREADY_GONE -> alreadyGone(view, path, result.reason());
      case IN_USE -> retain(view, EventReason.DISPOSAL_SKIPPED, savepointAt(path), result.reason());
      case FAILED -> tryLater(view, result.reason());
      case PENDING -> Next.LOOK_AGAIN;
    };
  }

  /**
   * Handles a cluster that cannot be called: the disposal is tried again, or given up if the
   * namespace is being deleted too (R15).
   */
  Next blocked(SnapshotView view, String reason) {
    return view.namespaceEnding()
        ? retain(view, savepointAt(view.status().path()), unreachable(reason))
        : tryLater(view, reason);
  }

  /** Removes the finalizer where nothing is, or may be, disposed of (R19). */
  Next release(SnapshotView view, ClaimDecision.Release release) {
    var path = view.status().path();
    var result =
        release.event() == null
            ? SnapshotResult.released(path, release.reason())
            : SnapshotResult.retained(path, release.reason());
    return release(view, result, release.event());
  }

  /**
   * Returns the result; empty if a person sent a request meanwhile. A disposal whose outcome is not
   * known counts as failed, and is tried again.
   */
  private Optional<DisposalResult> disposed(SnapshotView view, DisposalRequest request) {
    try {
      var soon = calls.disposeSoon(request);
      return soon.filter(DisposalResult::ended).isPresent()
          ? soon
          : waits.orRequest(
              () -> calls.dispose(soon.map(request::continuing).orElse(request), remaining(view)));
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
    return release(view, SnapshotResult.disposed(path, reason), event);
  }

  private Next tryLater(SnapshotView view, String reason) {
    failures++;
    var event = new ResourceEvent(EventReason.CLEANUP_FAILED, reason, reason);
    calls.publish(new EventRequest(view.snapshot(), event));
    var backoff = Backoff.ATTEMPTS.after(failures);
    var wait = untilDeadline(view, backoff);
    display.showWait(view, "The disposal failed: " + reason, wait);
    waits.pause(wait, "Wait before disposal attempt " + (failures + 1));
    return Next.LOOK_AGAIN;
  }

  /** Returns the wait, cut so that it ends at a disposal deadline that is yet to come (R15). */
  Duration untilDeadline(SnapshotView view, Duration wait) {
    return remaining(view).filter(time -> !time.isZero() && time.compareTo(wait) < 0).orElse(wait);
  }

  private Next release(SnapshotView view, SnapshotResult result, @Nullable ResourceEvent event) {
    calls.release(ReleaseRequest.of(view, event));
    done = true;
    return Next.done(result);
  }

  /** Returns the time until the disposal deadline, at least zero; empty without a deadline. */
  private Optional<Duration> remaining(SnapshotView view) {
    return view.disposalEnd()
        .map(end -> Duration.between(calls.resourceTime(), end))
        .map(time -> time.isNegative() ? Duration.ZERO : time);
  }
}
