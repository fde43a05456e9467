package io.tidemark.kubernetes.statistics;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
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
import java.util.Optional;
import java.util.function.Function;

/** The statistics by a pass over all resources, which the census is compared with. */
final class FullCount {
  private FullCount() {}

  /**
   * Counts the snapshots that exist now.
   *
   * @param slowAfter time after which a snapshot in progress counts as slow; zero for never
   */
  static SnapshotStatistics of(
      List<FlinkStateSnapshot> resources,
      List<JobResource> jobs,
      JobSchedules schedules,
      Duration slowAfter,
      Instant now) {
    var snapshots = resources.stream().map(SnapshotReader::new).toList();
    return new SnapshotStatistics(
        snapshots.stream().collect(groupingBy(SnapshotGroup::of, counting())),
        new JobStatisticsCounter(snapshots, schedules, now)
            .of(jobs).stream().sorted(comparing(job -> job.snapshots().scheduleId())).toList(),
        waiting(snapshots, FullCount::unclaimedSince, now),
        waiting(snapshots, FullCount::deletedAt, now),
        waiting(snapshots, snapshot -> slowSince(snapshot, slowAfter, now), now));
  }

  private static WaitingResources waiting(
      List<SnapshotReader> snapshots,
      Function<SnapshotReader, Optional<Instant>> since,
      Instant now) {
    return since(
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

  private static WaitingResources since(List<Instant> starts, Instant now) {
    var longest = starts.stream().min(naturalOrder()).map(start -> Duration.between(start, now));
    return new WaitingResources(starts.size(), longest.orElse(Duration.ZERO));
  }
}
