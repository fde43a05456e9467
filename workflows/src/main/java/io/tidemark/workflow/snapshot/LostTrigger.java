package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles a trigger that was sent and that Flink no longer knows: adopts a savepoint that can only
 * be its own; otherwise the attempt has failed (R18).
 */
final class LostTrigger {
  private static final SavepointSearchResult NOTHING_FOUND = new SavepointSearchResult(List.of());

  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final FailedAttempt failed;

  LostTrigger(ActivityCalls calls, StatusRecorder recorder, FailedAttempt failed) {
    this.calls = calls;
    this.recorder = recorder;
    this.failed = failed;
  }

  /** Adopts the savepoint of a lost trigger, or handles the attempt as failed. */
  Next adoptOrFail(SnapshotView view, SnapshotTrigger trigger, TriggerResult lost) {
    return trigger.type() == SnapshotType.SAVEPOINT
        ? located(trigger).map(found -> search(view, found, lost)).orElse(Next.LOOK_AGAIN)
        : failed.lost(view, trigger, lost.reason(), lost.observedAt());
  }

  /**
   * Returns the attempt with the directory that it writes to, if Flink chose it and tells it (R4);
   * empty after a person's request.
   */
  private Optional<SnapshotTrigger> located(SnapshotTrigger trigger) {
    if (trigger.targetDirectory() != null) {
      return Optional.of(trigger);
    }
    return orIfRefused(
        trigger,
        () ->
            calls
                .savepointDirectory(trigger.job())
                .map(found -> trigger.writingTo(found.directory())));
  }

  /** Returns Flink's answer, or this value if it is refused, as some gateways do (R4). */
  private static <T> Optional<T> orIfRefused(T refused, Supplier<Optional<T>> call) {
    try {
      return call.get();
    } catch (ActivityFailure failure) {
      if (Outage.of(failure).lasting()) {
        return Optional.of(refused);
      }
      throw failure;
    }
  }

  private Next search(SnapshotView view, SnapshotTrigger trigger, TriggerResult lost) {
    var directory = trigger.targetDirectory();
    if (directory == null) {
      return failed.lost(view, trigger, lost.reason(), lost.observedAt());
    }
    var request = new SavepointSearchRequest(trigger.job(), trigger.attemptedAt());
    return orIfRefused(NOTHING_FOUND, () -> calls.savepointsSince(request))
        .map(found -> adoptable(view, directory, found.paths()))
        .map(path -> adoptOrFail(view, trigger, lost, path))
        .orElse(Next.LOOK_AGAIN);
  }

  private Optional<String> adoptable(SnapshotView view, String directory, List<String> found) {
    return found.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            calls.adoption(new AdoptionRequest(view.snapshot(), directory, found)).path());
  }

  private Next adoptOrFail(
      SnapshotView view, SnapshotTrigger trigger, TriggerResult lost, Optional<String> savepoint) {
    var at = lost.observedAt();
    return savepoint
        .map(path -> recorder.end(adoption(view, trigger, path, at)))
        .orElseGet(() -> failed.lost(view, trigger, lost.reason(), at));
  }

  private static StatusChange adoption(
      SnapshotView view, SnapshotTrigger trigger, String path, Instant at) {
    return StatusChange.adopted(view, trigger.triggerId(), path, at)
        .withEvent(adopted(view, trigger, path));
  }

  private static ResourceEvent adopted(SnapshotView view, SnapshotTrigger trigger, String path) {
    var message =
        "Flink no longer knows trigger id "
            + trigger.triggerId()
            + ". "
            + path
            + " is the only savepoint that the job has taken in "
            + trigger.targetDirectory()
            + " since the attempt and that no other resource records, so Tidemark adopted it for this"
            + " snapshot."
            + (trigger.hasOwnDirectory() ? "" : " It will not be disposed of with the snapshot.");
    return new ResourceEvent(
        EventReason.SAVEPOINT_ADOPTED, message, String.valueOf(view.attempt()));
  }
}
