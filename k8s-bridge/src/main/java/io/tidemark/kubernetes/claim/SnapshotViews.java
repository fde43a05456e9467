package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.DISPOSAL_DEADLINE;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.JOB_RESTARTS;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.START_DEADLINE;

import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.JobRestarts;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a resource into the values that a workflow sees of it. */
final class SnapshotViews {
  private SnapshotViews() {}

  static SnapshotView of(
      SnapshotReader snapshot, SnapshotDeclaration declared, ClaimSettings settings) {
    var status = snapshot.status();
    return new SnapshotView(
        snapshot.id(),
        snapshot.resource().getMetadata().getResourceVersion(),
        type(snapshot, declared).orElse(null),
        SnapshotJobReference.current(snapshot).orElse(null),
        snapshot.state(),
        snapshot.failures(),
        declared.backoffLimit(),
        status.triggerId(),
        snapshot.triggeredAt().orElse(null),
        path(snapshot, declared),
        status.error(),
        snapshot.duration(START_DEADLINE).orElse(settings.startDeadline()),
        snapshot.duration(DISPOSAL_DEADLINE).orElse(settings.disposalDeadline()),
        FinalizerRule.disposes(snapshot),
        snapshot.deletedAt().orElse(null),
        restarts(snapshot, settings));
  }

  /** That of the attempt under way, whatever the spec says by now (R20). */
  private static Optional<SnapshotType> type(
      SnapshotReader snapshot, SnapshotDeclaration declared) {
    return RecordedAttempt.current(snapshot)
        .map(RecordedAttempt::asked)
        .map(RecordedAttempt.Asked::type)
        .or(declared::type);
  }

  private static @Nullable String path(SnapshotReader snapshot, SnapshotDeclaration declared) {
    return declared.alreadyExists() && !snapshot.state().terminal()
        ? declared.path().orElse(null)
        : snapshot.status().path();
  }

  /** An attempt under way knows its count; what is written while it fails is for the next (R23). */
  private static JobRestarts restarts(SnapshotReader snapshot, ClaimSettings settings) {
    var before =
        RecordedAttempt.current(snapshot)
            .map(RecordedAttempt::jobRestarts)
            .orElseGet(() -> snapshot.number(JOB_RESTARTS));
    return new JobRestarts(before, settings.maxJobRestarts());
  }
}
