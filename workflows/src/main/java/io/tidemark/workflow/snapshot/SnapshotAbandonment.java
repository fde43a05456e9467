package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Giving a snapshot up: because its job will not take it any more (R11), or because a person asks
 * for it (W3). A result that is there already always wins.
 */
final class SnapshotAbandonment {
  private static final Duration LAST_LOOK = Duration.ofSeconds(10);
  private static final Set<Decision> OPEN =
      EnumSet.of(Decision.INVALID, Decision.WAIT, Decision.ATTEMPT, Decision.LAST_LOOK);

  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final SnapshotAttempt attempt;

  SnapshotAbandonment(ActivityCalls calls, StatusRecorder recorder, SnapshotAttempt attempt) {
    this.calls = calls;
    this.recorder = recorder;
    this.attempt = attempt;
  }

  /** Whether there is something to give up. */
  static boolean applies(Claim claim) {
    return OPEN.contains(claim.decision()) && claim.requireView().deletedAt() == null;
  }

  /** The job has ended, or is another one by now: what it finished until now counts (R11). */
  Optional<SnapshotResult> lastLook(Claim claim) {
    var view = claim.requireView();
    return calls
        .outcomeWithin(claim.requireTrigger(), LAST_LOOK)
        .filter(SnapshotAbandonment::completed)
        .map(outcome -> attempt.completed(view, claim.requireTrigger(), outcome))
        .orElseGet(() -> recorder.abandon(view, claim.reason()));
  }

  /**
   * A person gives it up: ABANDONED at once; what Flink still finishes is disposed of or named
   * (W3).
   */
  Optional<SnapshotResult> request(Claim claim, String reason) {
    var view = claim.requireView();
    if (claim.trigger() == null || claim.trigger().mode() == SnapshotTrigger.Mode.FIRST) {
      return recorder.abandon(view, reason);
    }
    var known = calls.outcomeNow(claim.requireTrigger()).filter(SnapshotAbandonment::completed);
    if (known.isPresent()) {
      return attempt.completed(view, claim.requireTrigger(), known.get());
    }
    var result = recorder.abandon(view, reason);
    result.ifPresent(abandoned -> cleanUp(view, claim.requireTrigger()));
    return result;
  }

  private void cleanUp(SnapshotView view, SnapshotTrigger trigger) {
    if (trigger.type() == SnapshotType.CHECKPOINT) {
      return;
    }
    var patience = view.disposalDeadline().isZero() ? null : view.disposalDeadline();
    var late = calls.outcomeWithin(trigger, patience);
    if (late.isEmpty() || late.get().status() == SnapshotOutcome.Status.PENDING) {
      announce(
          view,
          "Flink may still finish the abandoned savepoint in "
              + trigger.targetDirectory()
              + " under trigger id "
              + trigger.triggerId()
              + ".");
    } else if (completed(late.get())) {
      cleanUp(view, trigger, String.valueOf(late.get().location()));
    }
  }

  private void cleanUp(SnapshotView view, SnapshotTrigger trigger, String path) {
    var finished = "Flink finished the abandoned savepoint at " + path;
    if (!view.disposeOnDelete()) {
      announce(view, finished + ", and it stays: spec.savepoint.disposeOnDelete is false.");
    } else if (!disposed(trigger, path)) {
      announce(view, finished + ", and it could not be disposed of.");
    }
  }

  private boolean disposed(SnapshotTrigger trigger, String path) {
    try {
      var disposal = calls.dispose(new DisposalRequest(trigger.job(), path));
      return disposal.status() != DisposalResult.Status.FAILED;
    } catch (ActivityFailure unknown) {
      return false;
    }
  }

  private void announce(SnapshotView view, String message) {
    var event = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, message, message);
    calls.announce(new EventRequest(view.snapshot(), event));
  }

  private static boolean completed(SnapshotOutcome outcome) {
    return outcome.status() == SnapshotOutcome.Status.COMPLETED;
  }
}
