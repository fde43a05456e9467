package io.tidemark.workflow.periodic;

import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The time that is due names the snapshot, so that a repeated run creates nothing twice (T2). */
public final class PeriodicSnapshotWorkflowImpl implements PeriodicSnapshotWorkflow {
  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  @Override
  public PeriodicSnapshotResult run(PeriodicSnapshots snapshots) {
    var started = Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
    var due = new DueSnapshot(snapshots, scheduled().orElse(started), started);
    var summary = snapshots.type() + " of " + snapshots.job() + ", due at " + due.at();
    return Workflow.newActivityStub(PeriodicActivities.class, ActivityPolicies.patient(summary))
        .take(due);
  }

  /** Empty if no schedule, but somebody else, started this. */
  private static Optional<Instant> scheduled() {
    return Optional.ofNullable(Workflow.getTypedSearchAttributes().get(SCHEDULED))
        .map(OffsetDateTime::toInstant);
  }
}
