package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.DISPOSAL_DEADLINE;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.JOB_RESTARTS;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.START_DEADLINE;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.RequestedDeletion;
import io.tidemark.workflow.resource.SnapshotOptions;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;

/** Maps a resource to the values that its workflow sees. */
final class SnapshotViewMapper {
  private SnapshotViewMapper() {}

  static SnapshotView of(SnapshotReader snapshot, JobObservation job, ClaimSettings settings) {
    return new SnapshotView(
        snapshot.id(),
        snapshot.resource().getMetadata().getResourceVersion(),
        type(snapshot).orElse(null),
        SnapshotJobReference.current(snapshot).orElse(null),
        status(snapshot),
        options(snapshot, job, settings),
        snapshot
            .deletedAt()
            .map(at -> new RequestedDeletion(at, false, snapshot.otherFinalizers()))
            .orElse(null),
        restarts(snapshot, settings));
  }

  private static RecordedStatus status(SnapshotReader snapshot) {
    var status = snapshot.status();
    return new RecordedStatus(
        snapshot.state(),
        snapshot.failures(),
        status.triggerId(),
        snapshot.triggeredAt().orElse(null),
        snapshot.resultAt().orElse(null),
        status.path(),
        status.error());
  }

  private static SnapshotOptions options(
      SnapshotReader snapshot, JobObservation job, ClaimSettings settings) {
    return new SnapshotOptions(
        snapshot.declaration().backoffLimit(),
        snapshot.duration(START_DEADLINE).orElse(settings.startDeadline()),
        snapshot.duration(DISPOSAL_DEADLINE).orElse(settings.disposalDeadline()),
        FinalizerRule.disposes(snapshot),
        settings.attempts().limits(job.checkpointTimeout()));
  }

  /** Returns the type of the attempt in progress, also after an edit of the spec (R20). */
  private static Optional<SnapshotType> type(SnapshotReader snapshot) {
    return snapshot
        .attempt()
        .map(RecordedAttempt::parameters)
        .map(RecordedAttempt.Parameters::type)
        .or(snapshot.declaration()::type);
  }

  /** Returns the count of the attempt in progress; the annotation is for the next attempt (R23). */
  private static JobRestarts restarts(SnapshotReader snapshot, ClaimSettings settings) {
    var before =
        snapshot
            .attempt()
            .map(RecordedAttempt::jobRestarts)
            .orElseGet(() -> snapshot.number(JOB_RESTARTS));
    return new JobRestarts(before, settings.attempts().maxJobRestarts());
  }
}
