package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;

/**
 * A trigger that was sent and that Flink does not know any more: a savepoint that can only be its
 * own is adopted; otherwise the attempt has failed (R18).
 */
final class LostTrigger {
  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final FailedAttempt failed;

  LostTrigger(ActivityCalls calls, StatusRecorder recorder, FailedAttempt failed) {
    this.calls = calls;
    this.recorder = recorder;
    this.failed = failed;
  }

  Optional<SnapshotResult> settle(SnapshotView view, SnapshotTrigger trigger, TriggerResult lost) {
    var at = lost.observedAt();
    var found = savepoint(view, trigger);
    if (found.isEmpty()) {
      return failed.lost(view, trigger, lost.reason(), at);
    }
    var change = StatusChange.adopted(view, trigger.triggerId(), found.get(), at);
    return recorder.end(change.announcing(adopted(view, trigger, found.get())));
  }

  private Optional<String> savepoint(SnapshotView view, SnapshotTrigger trigger) {
    var directory = trigger.targetDirectory();
    if (trigger.type() != SnapshotType.SAVEPOINT || directory == null) {
      return Optional.empty();
    }
    if (!WorkflowVersion.ADOPTION.applies()) {
      return Optional.empty();
    }
    var search = new SavepointSearchRequest(trigger.job(), trigger.attemptedAt());
    var found = calls.savepointsSince(search).paths();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            calls.adoption(new AdoptionRequest(view.snapshot(), directory, found)).path());
  }

  private static ResourceEvent adopted(SnapshotView view, SnapshotTrigger trigger, String path) {
    var message =
        "Flink does not know trigger id "
            + trigger.triggerId()
            + " any more. "
            + path
            + " is the only savepoint that the job has taken since in "
            + trigger.targetDirectory()
            + " and that no resource records, so it is taken for this one's."
            + (trigger.hasOwnDirectory() ? "" : " It will not be disposed of.");
    return new ResourceEvent(
        EventReason.SAVEPOINT_ADOPTED, message, String.valueOf(view.attempt()));
  }
}
