package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.creation.SnapshotCreation;
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

/** Looks, and creates or skips (T5). */
public final class PeriodicActivitiesImpl implements PeriodicActivities {
  private final JobStore jobs;
  private final SkipReasons obstacles;
  private final SnapshotCreation creation;
  private final EventPublisher events;

  public PeriodicActivitiesImpl(
      JobStore jobs, SkipReasons obstacles, SnapshotCreation creation, EventPublisher events) {
    this.jobs = jobs;
    this.obstacles = obstacles;
    this.creation = creation;
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
    return obstacles
        .of(due, job)
        .map(reason -> skip(due, job, EventReason.PERIODIC_SNAPSHOT_SKIPPED, reason))
        .orElseGet(() -> create(due, job));
  }

  private PeriodicSnapshotResult create(DueSnapshot due, JobResource job) {
    try {
      var snapshot = creation.create(job, due.snapshots().type(), TriggerType.PERIODIC, due.at());
      return snapshot.created()
          ? PeriodicSnapshotResult.created(snapshot.name())
          : PeriodicSnapshotResult.alreadyThere(snapshot.name());
    } catch (InvalidSettingException invalid) {
      return skip(due, job, EventReason.INVALID_SETTING, invalid.getMessage());
    }
  }

  private PeriodicSnapshotResult skip(
      DueSnapshot due, JobResource job, EventReason event, String reason) {
    var what = "The periodic %s due at %s".formatted(due.snapshots().type().word(), due.at());
    events.publish(
        EventSubject.of(job), new ResourceEvent(event, what + " is skipped: " + reason, what));
    return PeriodicSnapshotResult.skipped(reason);
  }
}
