package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.statistics.JobSchedules;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;

/**
 * Returns the schedules that jobs ask for, by the settings that Tidemark serves and by those that
 * the reference operator serves beside it.
 */
public final class DeclaredSchedules implements JobSchedules {
  private final PeriodicPlanner planner;

  public DeclaredSchedules(PeriodicSettings settings) {
    this.planner =
        new PeriodicPlanner(
            new PeriodicSettings(
                OperatingMode.STANDALONE,
                settings.timeZone(),
                settings.catchUpWindow(),
                settings.namespaces(),
                settings.taskQueue()));
  }

  @Override
  public Optional<PeriodicSchedule> of(JobResource job, SnapshotType type) {
    return planner.plan(job, type) instanceof On on ? Optional.of(on.schedule()) : Optional.empty();
  }
}
