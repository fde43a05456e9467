package io.tidemark.kubernetes.periodic;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.statistics.JobSchedules;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.SnapshotType;
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
