package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.CleanUpEnd;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a snapshot up, because its job no longer takes it (R11) or because a person requests it
 * (W3). A result that is known already always wins.
 */
final class SnapshotAbandonment {
  private static final Duration LAST_LOOK = Duration.ofSeconds(10);

  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final SnapshotAttempt attempt;
  private final SnapshotSignals signals;

  /** The result that names what the clean-up left; null while it has left nothing. */
  private @Nullable SnapshotResult retained;

  SnapshotAbandonment(
      ActivityCalls calls,
      StatusRecorder recorder,
      SnapshotAttempt attempt,
      SnapshotSignals signals) {
    this.calls = calls;
    this.recorder = recorder;
    this.attempt = attempt;
    this.signals = signals;
  }

  /**
   * Returns the workflow's result. A deletion that ended the clean-up finds nothing to dispose of,
   * so its result names what the clean-up left (W3).
   */
  SnapshotResult resultAfter(SnapshotResult end) {
    return retained == null || !end.isReleased()
        ? end
        : SnapshotResult.retained(retained.path(), retained.message());
  }

  /** Returns whether the claim has something to give up. */
  static boolean applies(Claim claim) {
    return claim.decision().abandonable() && !claim.view().beingDeleted();
  }

  /** Gives up after a last check: a snapshot that the job has completed by now counts (R11). */
  Next lastLook(SnapshotView view, SnapshotTrigger trigger, String reason) {
    return wait(() -> calls.lastLook(new OutcomeRequest(trigger, LAST_LOOK)))
        .filter(SnapshotAbandonment::completed)
        .map(outcome -> attempt.completed(view, trigger, outcome))
        .orElseGet(() -> recorder.abandon(view, reason));
  }

  /**
   * Gives up on a person's request: writes ABANDONED at once; a savepoint that Flink still
   * completes is disposed of, or named in an event (W3).
   */
  Next onRequest(Claim claim, String reason) {
    var view = claim.view();
    var sent = claim.decision().sentTrigger();
    if (sent.isEmpty()) {
      return recorder.abandon(view, reason);
    }
    var trigger = sent.get();
    return calls
        .outcomeWithin(Duration.ZERO, trigger)
        .filter(SnapshotAbandonment::completed)
        .map(outcome -> attempt.completed(view, trigger, outcome))
        .orElseGet(() -> abandon(view, trigger, reason));
  }

  /** Continues the clean-up of a snapshot that an earlier run has abandoned (W3, R21). */
  Next continueCleanUp(SnapshotView view, SnapshotTrigger late) {
    return Next.done(cleanUp(view, late, String.valueOf(view.status().error())));
  }

  private Next abandon(SnapshotView view, SnapshotTrigger trigger, String reason) {
    return trigger.type() == SnapshotType.CHECKPOINT
        ? recorder.abandon(view, reason)
        : recorder.abandon(view, trigger, reason, () -> cleanUp(view, trigger, reason));
  }

  private SnapshotResult cleanUp(SnapshotView view, SnapshotTrigger trigger, String reason) {
    var deadline = view.options().disposalDeadline();
    var patience = deadline.isZero() ? null : deadline;
    var late = wait(() -> calls.lastLook(new OutcomeRequest(trigger, patience)));
    if (late.isPresent() && completed(late.get())) {
      return cleanUpSavepoint(view, trigger, String.valueOf(late.get().location()), reason);
    }
    return late.filter(SnapshotAbandonment::tookNothing).isPresent()
        ? ended(view, null, SnapshotResult.abandoned(null, reason))
        : retained(
            view,
            null,
            reason,
            "Flink may still complete the abandoned savepoint in "
                + trigger.describeDirectory()
                + " (trigger id "
                + trigger.triggerId()
                + "); delete it by hand if you do not need it.");
  }

  private SnapshotResult cleanUpSavepoint(
      SnapshotView view, SnapshotTrigger trigger, String path, String reason) {
    var completed = "Flink completed the abandoned savepoint at " + path;
    if (!view.options().disposeOnDelete()) {
      return retained(
          view,
          path,
          reason,
          completed
              + (view.snapshot().legacy() == null
                  ? ". It is kept, because spec.savepoint.disposeOnDelete is false."
                  : ". It is kept, but is not in the job's savepointHistory."));
    }
    return disposed(view, trigger, path)
        ? ended(
            view,
            EventReason.SAVEPOINT_DISPOSED,
            null,
            reason,
            completed + ", and it was disposed of.")
        : retained(
            view,
            path,
            reason,
            completed + ". It could not be disposed of; delete it by hand if you do not need it.");
  }

  private boolean disposed(SnapshotView view, SnapshotTrigger trigger, String path) {
    var request = new DisposalRequest(trigger.job(), path);
    var end =
        Optional.of(view.options().disposalDeadline())
            .filter(longest -> !longest.isZero())
            .map(WorkflowClock.now()::plus);
    Optional<DisposalResult> result;
    do {
      result = wait(() -> calls.dispose(request, end.map(SnapshotAbandonment::until)));
    } while (result.filter(it -> !it.ended()).isPresent());
    return result.filter(DisposalResult::gone).isPresent();
  }

  private static Duration until(Instant end) {
    return Duration.between(WorkflowClock.now(), end);
  }

  /** Records that the savepoint is retained, and returns the workflow's result. */
  private SnapshotResult retained(
      SnapshotView view, @Nullable String path, String reason, String message) {
    retained = ended(view, EventReason.SAVEPOINT_RETAINED, path, reason, message);
    return retained;
  }

  private SnapshotResult ended(
      SnapshotView view, EventReason event, @Nullable String path, String reason, String message) {
    var result = SnapshotResult.abandoned(path, reason + "; " + message);
    return ended(view, new ResourceEvent(event, message, message), result);
  }

  /** Records that nothing is left to do, and returns the workflow's result. */
  private SnapshotResult ended(
      SnapshotView view, @Nullable ResourceEvent event, SnapshotResult result) {
    calls.endCleanUp(new CleanUpEnd(view.snapshot(), event));
    return result;
  }

  /**
   * Waits for the work, at most until the resource is deleted or a person asks to retain the
   * savepoint. Returns empty after an interruption, and after an outage.
   */
  private <T> Optional<T> wait(Supplier<Promise<T>> work) {
    try {
      return InterruptibleWait.await(
          work, () -> signals.isDeletionRequested() || signals.isDisposalSkipped());
    } catch (ActivityFailure outage) {
      return Optional.empty();
    }
  }

  private static boolean completed(SnapshotOutcome outcome) {
    return outcome.status() == SnapshotOutcome.Status.COMPLETED;
  }

  private static boolean tookNothing(SnapshotOutcome outcome) {
    return switch (outcome.status()) {
      case FAILED, REJECTED -> true;
      case COMPLETED, PENDING, JOB_NOT_FOUND, UNKNOWN_TRIGGER -> false;
    };
  }
}
