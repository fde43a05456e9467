package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;

/** When the snapshots of jobs are due. */
@FunctionalInterface
public interface JobSchedules {
  /** The schedule of a job's snapshots of this type; empty if it has none, or an invalid one. */
  Optional<PeriodicSchedule> of(JobResource job, SnapshotType type);
}
