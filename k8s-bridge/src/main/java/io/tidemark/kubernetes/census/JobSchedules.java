package io.tidemark.kubernetes.census;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.schedule.PeriodicSchedule;
import io.tidemark.workflow.snapshot.SnapshotType;
import java.util.Optional;

/** When the snapshots of jobs are due. */
@FunctionalInterface
public interface JobSchedules {
  /** The schedule of a job's snapshots of this type; empty if it has none, or an invalid one. */
  Optional<PeriodicSchedule> of(JobResource job, SnapshotType type);
}
