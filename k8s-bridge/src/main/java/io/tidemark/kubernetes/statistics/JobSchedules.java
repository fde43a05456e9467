package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;

/** Finds the schedules of jobs. */
@FunctionalInterface
public interface JobSchedules {
  /** Returns a job's schedule for this type; empty if it has none, or an invalid one. */
  Optional<PeriodicSchedule> of(JobResource job, SnapshotType type);
}
