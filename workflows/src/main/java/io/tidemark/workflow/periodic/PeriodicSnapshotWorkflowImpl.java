package io.tidemark.workflow.periodic;

import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Names the snapshot by its due time, so that a repeated run creates no second one (T2). */
public final class PeriodicSnapshotWorkflowImpl implements PeriodicSnapshotWorkflow {
  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  @Override
  public PeriodicSnapshotResult run(PeriodicSnapshots snapshots) {
    var started = Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
    var due = new DueSnapshot(snapshots, scheduled().orElse(started), started);
    var summary = snapshots.type() + " of " + snapshots.job() + ", due at " + due.dueAt();
    return Workflow.newActivityStub(PeriodicActivities.class, ActivityPolicies.patient(summary))
        .take(due);
  }

  /** Returns the scheduled time; empty if a user started this run without a schedule. */
  private static Optional<Instant> scheduled() {
    return Optional.ofNullable(Workflow.getTypedSearchAttributes().get(SCHEDULED))
        .map(OffsetDateTime::toInstant);
  }
}
