package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.census.JobSchedules;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.ScheduleWish.On;
import io.tidemark.kubernetes.schedule.PeriodicSchedule;
import io.tidemark.workflow.snapshot.SnapshotType;
import java.util.Optional;

/**
 * The schedules that jobs ask for, whoever serves them: beside the reference operator, it or us.
 */
public final class DeclaredSchedules implements JobSchedules {
  private final PeriodicPlan plan;

  public DeclaredSchedules(PeriodicSettings settings) {
    this.plan =
        new PeriodicPlan(
            new PeriodicSettings(
                OperatingMode.STANDALONE,
                settings.timeZone(),
                settings.catchUpWindow(),
                settings.namespaces(),
                settings.taskQueue()));
  }

  @Override
  public Optional<PeriodicSchedule> of(JobResource job, SnapshotType type) {
    return plan.of(job, type) instanceof On on ? Optional.of(on.schedule()) : Optional.empty();
  }
}
