package io.tidemark.kubernetes.statistics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The statistics of all snapshots at one moment.
 *
 * @param snapshots the number in each group
 * @param jobs the statistics of each job, by type; types of which a job has no snapshot and no
 *     schedule are left out
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

  /**
   * Counts the snapshots that exist now.
   *
   * @param slowAfter time after which a snapshot in progress counts as slow; zero for never
   */
  public static SnapshotStatistics of(
      List<FlinkStateSnapshot> resources,
      List<JobResource> jobs,
      JobSchedules schedules,
      Duration slowAfter,
      Instant now) {
    var snapshots = resources.stream().map(SnapshotReader::new).toList();
    return new SnapshotStatistics(
        snapshots.stream().collect(groupingBy(SnapshotGroup::of, counting())),
        new JobStatisticsCounter(snapshots, schedules, now).of(jobs),
        waiting(snapshots, SnapshotStatistics::unclaimedSince, now),
        waiting(snapshots, SnapshotStatistics::deletedAt, now),
        waiting(snapshots, snapshot -> slowSince(snapshot, slowAfter, now), now));
  }

  private static WaitingResources waiting(
      List<SnapshotReader> snapshots,
      Function<SnapshotReader, Optional<Instant>> since,
      Instant now) {
    return WaitingResources.since(
        snapshots.stream().flatMap(snapshot -> since.apply(snapshot).stream()).toList(), now);
  }

  private static Optional<Instant> slowSince(
      SnapshotReader snapshot, Duration slowAfter, Instant now) {
    return snapshot
        .triggeredAt()
        .filter(trigger -> snapshot.state() == SnapshotState.IN_PROGRESS)
        .filter(trigger -> !snapshot.beingDeleted())
        .filter(trigger -> !slowAfter.isZero() && !trigger.plus(slowAfter).isAfter(now));
  }

  private static Optional<Instant> unclaimedSince(SnapshotReader snapshot) {
    var waits =
        !snapshot.state().terminal()
            && !snapshot.beingDeleted()
            && snapshot.annotation(SnapshotAnnotations.WORKFLOW_ID).isEmpty();
    return snapshot.createdAt().filter(created -> waits);
  }

  private static Optional<Instant> deletedAt(SnapshotReader snapshot) {
    return snapshot.deletedAt().filter(deleted -> snapshot.hasOurFinalizer());
  }
}
