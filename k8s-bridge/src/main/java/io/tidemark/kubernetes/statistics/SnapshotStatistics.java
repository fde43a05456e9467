package io.tidemark.kubernetes.statistics;

import java.util.List;
import java.util.Map;

/**
 * The statistics of all snapshots at one moment.
 *
 * @param snapshots the number in each group
 * @param jobs the statistics of each job, by type, in the order of the ids of their schedules;
 *     types of which a job has no snapshot and no schedule are left out
 * @param unclaimed snapshots that no workflow has claimed yet, waiting since their creation
 * @param disposals deleted snapshots that wait for their disposal, since their deletion
 * @param slow snapshots that have been in progress for long, since their trigger (R25)
 */
public record SnapshotStatistics(
    Map<SnapshotGroup, Long> snapshots,
    List<JobStatistics> jobs,
    WaitingResources unclaimed,
    WaitingResources disposals,
    WaitingResources slow) {
  public SnapshotStatistics {
    snapshots = Map.copyOf(snapshots);
    jobs = List.copyOf(jobs);
  }
}
