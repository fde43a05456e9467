package io.tidemark.kubernetes.statistics;

import static java.util.stream.Collectors.groupingBy;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts snapshots by job and type. */
final class JobStatisticsCounter {
  private final Map<Optional<PeriodicSnapshots>, List<SnapshotReader>> snapshots;
  private final JobSchedules schedules;
  private final Instant now;

  JobStatisticsCounter(List<SnapshotReader> snapshots, JobSchedules schedules, Instant now) {
    this.snapshots = snapshots.stream().collect(groupingBy(JobStatisticsCounter::key));
    this.schedules = schedules;
    this.now = now;
  }

  List<JobStatistics> of(List<JobResource> jobs) {
    return jobs.stream().flatMap(this::of).toList();
  }

  private static Optional<PeriodicSnapshots> key(SnapshotReader snapshot) {
    var type = snapshot.declaration().type();
    var namespace = snapshot.id().namespace();
    return SnapshotJobReference.current(snapshot)
        .flatMap(job -> type.map(known -> new PeriodicSnapshots(namespace, job, known)));
  }

  private Stream<JobStatistics> of(JobResource job) {
    return Arrays.stream(SnapshotType.values()).flatMap(type -> of(job, type).stream());
  }

  private Optional<JobStatistics> of(JobResource job, SnapshotType type) {
    var key = job.snapshots(type);
    var taken = new SnapshotHistory(snapshots.getOrDefault(Optional.of(key), List.of()));
    var schedule = schedules.of(job, type);
    return taken.isEmpty() && schedule.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JobStatistics(
                key,
                taken.lastGood().flatMap(SnapshotReader::triggeredAt),
                taken.failuresInARow(),
                schedule.flatMap(times -> expected(job, times))));
  }

  /**
   * Returns the last but one due time, so that a snapshot in progress raises no alarm; empty for a
   * suspended job, which takes none.
   */
  private Optional<Instant> expected(JobResource job, PeriodicSchedule schedule) {
    if (job.suspended() || job.beingDeleted()) {
      return Optional.empty();
    }
    return schedule
        .lastDueBefore(now)
        .flatMap(schedule::lastDueBefore)
        .filter(due -> due.isAfter(Instant.parse(job.getMetadata().getCreationTimestamp())));
  }
}
