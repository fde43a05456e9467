package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.flink.RestartCheckRequest;
import io.tidemark.workflow.flink.RestartCheckResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Instant;
import java.util.Optional;

/**
 * Handles an attempt that took no snapshot: the next attempt follows after a delay, or none (R7).
 */
final class FailedAttempt {
  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final ProgressDisplay display;
  private final InterruptibleWait waits;

  FailedAttempt(
      ActivityCalls calls,
      StatusRecorder recorder,
      ProgressDisplay display,
      InterruptibleWait waits) {
    this.calls = calls;
    this.recorder = recorder;
    this.display = display;
    this.waits = waits;
  }

  /** Ends the snapshot whatever its limit, since Flink would refuse the same attempt again. */
  Next refused(SnapshotView view, SnapshotType type, String error, Instant at) {
    var change = StatusChange.failed(view, error, at);
    return recorder.end(change.withEvent(event(view, errorEvent(type), error)));
  }

  /**
   * Handles Flink's answer that the snapshot failed, because the job has ended (R11), or with a
   * restart of the job (R23).
   */
  Next failedByFlink(SnapshotView view, SnapshotTrigger trigger, SnapshotOutcome outcome) {
    var reason = errorEvent(trigger.type());
    var at = outcome.observedAt();
    var look = !view.beingDeleted() ? lookAtJob(trigger) : Optional.<RestartCheckResult>empty();
    var end = look.map(RestartCheckResult::jobEnd).filter(text -> !text.isEmpty());
    if (end.isPresent()) {
      return recorder.abandon(view, end.get() + "; the attempt failed: " + outcome.reason());
    }
    var restarted = look.map(RestartCheckResult::restarted);
    var restarts = restarted.map(view.restarts()::after).orElse(view.restarts());
    if (!restarted.orElse(false)) {
      return retryOrEnd(view, reason, outcome.reason(), at, restarts);
    }
    var error = outcome.reason() + " (" + restartNote(restarts) + ")";
    return restarts.exhausted()
        ? recorder.end(StatusChange.failed(view, error, at).withEvent(event(view, reason, error)))
        : retryOrEnd(view, reason, error, at, restarts);
  }

  /** Handles an attempt that Flink no longer knows and whose savepoint was not found (R18). */
  Next lost(SnapshotView view, SnapshotTrigger trigger, String reason, Instant at) {
    return trigger.type() == SnapshotType.CHECKPOINT
        ? retryOrEnd(view, EventReason.CHECKPOINT_ERROR, reason, at, view.restarts())
        : retryOrEnd(
            view, EventReason.POSSIBLE_ORPHAN, orphan(trigger, reason), at, view.restarts());
  }

  private static String orphan(SnapshotTrigger trigger, String reason) {
    return reason
        + "; an unrecorded savepoint may exist in "
        + trigger.describeDirectory()
        + ": check it before you delete anything";
  }

  /** Returns what the attempt did to the job; empty if Flink cannot be reached. */
  private Optional<RestartCheckResult> lookAtJob(SnapshotTrigger trigger) {
    try {
      var request = new RestartCheckRequest(trigger.job(), trigger.attemptedAt());
      return calls.restartedSince(request);
    } catch (ActivityFailure unknown) {
      return Optional.empty();
    }
  }

  private static String restartNote(JobRestarts restarts) {
    if (restarts.exhausted()) {
      return "the job restarted in "
          + restarts.inARow()
          + " attempts in a row, the limit of tidemark.snapshot.max-job-restarts; no attempt follows";
    }
    return "the job restarted during this attempt";
  }

  private Next retryOrEnd(
      SnapshotView view, EventReason reason, String error, Instant at, JobRestarts restarts) {
    var event = event(view, reason, error);
    if (Backoff.exhausted(view.attempt(), view.options().backoffLimit())) {
      return recorder.end(StatusChange.failed(view, error, at).withEvent(event));
    }
    waits.attemptFailed();
    var change = StatusChange.attemptFailed(view, error, at, restarts);
    recorder.write(view, change.withEvent(event)).ifPresent(this::backOff);
    return Next.LOOK_AGAIN;
  }

  private void backOff(SnapshotView view) {
    if (!view.beingDeleted()) {
      var wait = Backoff.ATTEMPTS.after(view.status().failures());
      var activity = "Attempt " + view.status().failures() + " failed: " + view.status().error();
      display.showWait(view, activity, wait);
      waits.backOff(wait, "Wait before attempt " + view.attempt());
    }
  }

  private static ResourceEvent event(SnapshotView view, EventReason reason, String text) {
    return new ResourceEvent(reason, text, String.valueOf(view.attempt()));
  }

  private static EventReason errorEvent(SnapshotType type) {
    return switch (type) {
      case SAVEPOINT -> EventReason.SAVEPOINT_ERROR;
      case CHECKPOINT -> EventReason.CHECKPOINT_ERROR;
    };
  }
}
