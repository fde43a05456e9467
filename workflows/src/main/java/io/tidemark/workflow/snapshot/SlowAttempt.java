package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reports an attempt that is in progress for long, once, and gives up one without a result at the
 * deadline (R25). A deletion has a deadline of its own (R15).
 */
final class SlowAttempt {
  private final ActivityCalls calls;
  private int announced;

  SlowAttempt(ActivityCalls calls, ContinuedState continued) {
    this.calls = calls;
    this.announced = continued.slowAttempt();
  }

  /** Returns the attempt that was reported last; 0 for none. */
  int announced() {
    return announced;
  }

  /** Publishes that the attempt is slow, unless this has been done. */
  void announce(SnapshotView view) {
    if (slowAt(view).filter(this::hasCome).isPresent()) {
      calls.publish(new EventRequest(view.snapshot(), event(view)));
      announced = view.attempt();
    }
  }

  /** Returns the reason to give the snapshot up; empty before the deadline, and without one. */
  Optional<String> overdue(SnapshotView view) {
    return deadline(view).filter(this::hasCome).map(end -> overdueReason(view));
  }

  /** Returns the time until the attempt is slow or overdue; empty if it is both, or never. */
  Optional<Duration> untilNext(SnapshotView view) {
    return Stream.of(slowAt(view), deadline(view))
        .flatMap(Optional::stream)
        .map(time -> Duration.between(calls.resourceTime(), time))
        .map(time -> time.isNegative() ? Duration.ZERO : time)
        .min(Duration::compareTo);
  }

  private Optional<Instant> slowAt(SnapshotView view) {
    return announced == view.attempt()
        ? Optional.empty()
        : after(view, view.options().attempt().slowAfter());
  }

  private static Optional<Instant> deadline(SnapshotView view) {
    return after(view, view.options().attempt().resultDeadline());
  }

  /** Returns the end of a time that began with the trigger; empty for zero, which is no limit. */
  private static Optional<Instant> after(SnapshotView view, Duration time) {
    return Optional.ofNullable(view.status().triggerTimestamp())
        .filter(trigger -> view.state() == SnapshotState.IN_PROGRESS)
        .filter(trigger -> !view.beingDeleted() && !time.isZero())
        .map(trigger -> trigger.plus(time));
  }

  private boolean hasCome(Instant time) {
    return !calls.resourceTime().isBefore(time);
  }

  private static ResourceEvent event(SnapshotView view) {
    var limits = view.options().attempt();
    var message =
        "Flink has been taking the snapshot (attempt "
            + view.attempt()
            + ", trigger id "
            + view.status().triggerId()
            + ") for longer than "
            + DurationFormatter.of(limits.slowAfter())
            + ". The job's execution.checkpointing.timeout is "
            + limits.checkpointTimeout()
            + ". To give it up, send the update or signal abandon to workflow "
            + view.snapshot().workflowId()
            + ", or delete the resource with kubectl delete.";
    return new ResourceEvent(EventReason.SNAPSHOT_SLOW, message, "" + view.attempt());
  }

  private static String overdueReason(SnapshotView view) {
    return "Flink has reported no result within "
        + DurationFormatter.of(view.options().attempt().resultDeadline())
        + " of the trigger, the limit of tidemark.snapshot.result-deadline";
  }
}
