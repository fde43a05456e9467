package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.periodic.DueSnapshot;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.periodic.PeriodicSnapshotResult;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;

/** Creates the snapshot that is due, or skips it (T5). */
public final class PeriodicActivitiesImpl implements PeriodicActivities {
  private final JobStore jobs;
  private final SkipReasons skipReasons;
  private final SnapshotCreator creator;
  private final EventPublisher events;

  public PeriodicActivitiesImpl(
      JobStore jobs, SkipReasons skipReasons, SnapshotCreator creator, EventPublisher events) {
    this.jobs = jobs;
    this.skipReasons = skipReasons;
    this.creator = creator;
    this.events = events;
  }

  @Override
  public PeriodicSnapshotResult take(DueSnapshot due) {
    var reference = due.snapshots().job();
    return jobs.read(due.snapshots().namespace(), reference)
        .map(job -> take(due, job))
        .orElseGet(() -> PeriodicSnapshotResult.skipped(reference + " does not exist"));
  }

  private PeriodicSnapshotResult take(DueSnapshot due, JobResource job) {
    return skipReasons
        .first(due, job)
        .map(reason -> skip(due, job, EventReason.PERIODIC_SNAPSHOT_SKIPPED, reason))
        .orElseGet(() -> create(due, job));
  }

  private PeriodicSnapshotResult create(DueSnapshot due, JobResource job) {
    try {
      var snapshot = creator.create(job, due.snapshots().type(), TriggerType.PERIODIC, due.dueAt());
      return snapshot.created()
          ? PeriodicSnapshotResult.created(snapshot.name())
          : PeriodicSnapshotResult.alreadyExists(snapshot.name());
    } catch (InvalidSettingException invalid) {
      return skip(due, job, EventReason.INVALID_SETTING, invalid.getMessage());
    }
  }

  private PeriodicSnapshotResult skip(
      DueSnapshot due, JobResource job, EventReason event, String reason) {
    var subject = "The periodic %s due at %s".formatted(due.snapshots().type().word(), due.dueAt());
    events.publish(
        EventSubject.of(job),
        new ResourceEvent(event, subject + " is skipped: " + reason, subject));
    return PeriodicSnapshotResult.skipped(reason);
  }
}
