package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs one attempt: trigger, record, await, record (R6, R7, R9, R12). */
final class SnapshotAttempt {
  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final ProgressDisplay display;
  private final StartWait startWait;
  private final SlowAttempt slow;
  private final FailedAttempt failed;
  private final LostTrigger lost;
  private final InterruptibleWait waits;

  SnapshotAttempt(
      ActivityCalls calls,
      StatusRecorder recorder,
      ProgressDisplay display,
      StartWait startWait,
      SlowAttempt slow,
      FailedAttempt failed,
      InterruptibleWait waits) {
    this.calls = calls;
    this.recorder = recorder;
    this.display = display;
    this.startWait = startWait;
    this.slow = slow;
    this.failed = failed;
    this.lost = new LostTrigger(calls, recorder, failed);
    this.waits = waits;
  }

  /** Starts the attempt, or continues it. */
  Next run(SnapshotView view, SnapshotTrigger trigger) {
    slow.announce(view);
    display.showAttempt(view, trigger.triggerId(), "Triggering the " + trigger.type().word());
    var result =
        startWait.clusterWaitedFor()
            ? calls.triggerDurably(trigger, view.attempt())
            : calls.trigger(trigger, view.attempt());
    return result.map(triggered -> triggered(view, trigger, triggered)).orElse(Next.LOOK_AGAIN);
  }

  private Next triggered(SnapshotView view, SnapshotTrigger trigger, TriggerResult result) {
    return switch (result.status()) {
      case TRIGGERED -> accepted(view, trigger, result);
      case NOT_READY, NOT_REACHED, NOT_CALLED ->
          startWait.forCluster(view, trigger.job(), result.reason());
      case JOB_ENDED -> jobEnded(view, trigger.job().jobId(), result.reason());
      case REJECTED -> failed.refused(view, trigger.type(), result.reason(), result.observedAt());
      case LOST -> lost.adoptOrFail(view, trigger, result);
    };
  }

  /**
   * Abandons the snapshot if it was triggered (R11). Before the trigger, an upgrade may bring the
   * job back, so it waits (R10).
   */
  private Next jobEnded(SnapshotView view, String jobId, String reason) {
    return view.state() == SnapshotState.IN_PROGRESS
        ? recorder.abandon(view, reason)
        : startWait.forUpgrade(view, jobId, reason);
  }

  /** Follows the id under which Flink accepted the trigger; an event names another one (R9). */
  private Next accepted(SnapshotView view, SnapshotTrigger trigger, TriggerResult result) {
    var other = result.otherTriggerId();
    if (other == null) {
      return inProgress(view, trigger, result.observedAt());
    }
    calls.publish(new EventRequest(view.snapshot(), acceptedUnder(other, trigger)));
    return inProgress(view, trigger.known(other), result.observedAt());
  }

  private static ResourceEvent acceptedUnder(String other, SnapshotTrigger trigger) {
    var message =
        "Flink accepted trigger id "
            + trigger.triggerId()
            + " under another id, "
            + other
            + ", which Tidemark follows. A crash before that id is recorded would trigger twice:"
            + " check for a proxy that changes requests.";
    return new ResourceEvent(EventReason.UNEXPECTED_ANSWER, message, other);
  }

  private Next inProgress(SnapshotView view, SnapshotTrigger trigger, Instant at) {
    startWait.reset();
    if (alreadyRecorded(view, trigger)) {
      return follow(view, trigger);
    }
    var accepted = StatusChange.inProgress(view, trigger.triggerId(), at);
    return resultBeforeRecord(view, trigger)
        .map(result -> settle(view.after(accepted, view.resourceVersion()), trigger, result))
        .orElseGet(() -> recordAndFollow(view, accepted, trigger));
  }

  /** Returns a result that Flink reports so soon that it makes IN_PROGRESS superfluous (R6). */
  private Optional<SnapshotOutcome> resultBeforeRecord(SnapshotView view, SnapshotTrigger trigger) {
    var time = view.options().attempt().recordAfter();
    return time.isZero()
        ? Optional.empty()
        : calls.outcomeWithin(time, trigger).filter(SnapshotOutcome::isResult);
  }

  private Next recordAndFollow(SnapshotView view, StatusChange accepted, SnapshotTrigger trigger) {
    return recorder
        .write(view, accepted)
        .map(current -> follow(current, trigger))
        .orElse(Next.LOOK_AGAIN);
  }

  /** Returns whether an earlier run of the workflow has written the attempt already. */
  private static boolean alreadyRecorded(SnapshotView view, SnapshotTrigger trigger) {
    return view.state() == SnapshotState.IN_PROGRESS
        && trigger.triggerId().equals(view.status().triggerId());
  }

  private Next follow(SnapshotView view, SnapshotTrigger trigger) {
    display.show(view, "Flink is taking the " + trigger.type().word());
    return calls
        .outcomeSoon(trigger)
        .or(() -> outcomeLater(view, trigger))
        .map(outcome -> settle(view, trigger, outcome))
        .orElse(Next.LOOK_AGAIN);
  }

  /**
   * Waits for the outcome; empty after a change or a request, and when the attempt is slow or
   * overdue, for which the resource is read again.
   */
  private Optional<SnapshotOutcome> outcomeLater(SnapshotView view, SnapshotTrigger trigger) {
    display.publish(view.state());
    var patience =
        view.disposalEnd().map(end -> Duration.between(calls.resourceTime(), end)).orElse(null);
    return waits
        .orChange(() -> outcomeOrLook(new OutcomeRequest(trigger, patience), view))
        .flatMap(Function.identity());
  }

  private Promise<Optional<SnapshotOutcome>> outcomeOrLook(
      OutcomeRequest request, SnapshotView view) {
    var outcome = calls.awaitOutcome(request).thenApply(Optional::of);
    return slow.untilNext(view)
        .map(time -> InterruptibleWait.timer(time, "Slow, or without a result for too long"))
        .map(timer -> timer.thenApply(over -> Optional.<SnapshotOutcome>empty()))
        .map(look -> Promise.anyOf(List.of(outcome, look)))
        .orElse(outcome);
  }

  private Next settle(SnapshotView view, SnapshotTrigger trigger, SnapshotOutcome outcome) {
    return switch (outcome.status()) {
      case COMPLETED -> completed(view, trigger, outcome);
      case FAILED -> failed.failedByFlink(view, trigger, outcome);
      case REJECTED -> failed.refused(view, trigger.type(), outcome.reason(), outcome.observedAt());
      case JOB_NOT_FOUND -> recorder.abandon(view, outcome.reason());
      case PENDING, UNKNOWN_TRIGGER -> Next.LOOK_AGAIN;
    };
  }

  /** Records that Flink has completed the snapshot. */
  Next completed(SnapshotView view, SnapshotTrigger trigger, SnapshotOutcome outcome) {
    return trigger.type() == SnapshotType.SAVEPOINT
        ? recorder.end(StatusChange.completed(view, outcome.location(), outcome.observedAt()))
        : completedCheckpoint(view, trigger, outcome);
  }

  private Next completedCheckpoint(
      SnapshotView view, SnapshotTrigger trigger, SnapshotOutcome outcome) {
    var checkpoint = requireNonNull(outcome.checkpointId(), "checkpointId is null");
    var at = outcome.observedAt();
    if (view.snapshot().legacy() != null) {
      return recorder.end(StatusChange.completed(view, null, at)); // It has no place for a path.
    }
    return path(trigger, checkpoint)
        .map(result -> recorder.end(completedCheckpoint(view, checkpoint, result, at)))
        .orElse(Next.LOOK_AGAIN);
  }

  /** Returns the path, or the reason for which it is missing; empty after a person's request. */
  private Optional<CheckpointPathResult> path(SnapshotTrigger trigger, long checkpoint) {
    try {
      return calls.checkpointPath(new CheckpointPathRequest(trigger.job(), checkpoint));
    } catch (ActivityFailure failure) {
      return Optional.of(new CheckpointPathResult(null, Outage.of(failure).message()));
    }
  }

  private static StatusChange completedCheckpoint(
      SnapshotView view, long checkpoint, CheckpointPathResult result, Instant at) {
    var change = StatusChange.completed(view, result.path(), at);
    return result.path() == null
        ? change.withEvent(pathMissing(view, checkpoint, result.missing()))
        : change;
  }

  private static ResourceEvent pathMissing(SnapshotView view, long checkpoint, String reason) {
    var message =
        "Checkpoint "
            + checkpoint
            + " completed, but its path could not be read from the job's checkpoint history, so"
            + " status.path stays empty: "
            + reason
            + ".";
    return new ResourceEvent(EventReason.CHECKPOINT_ERROR, message, "path-" + view.attempt());
  }
}
