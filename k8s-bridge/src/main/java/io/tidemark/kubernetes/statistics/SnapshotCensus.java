package io.tidemark.kubernetes.statistics;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts snapshots and jobs as they change in the caches, so that the statistics need no pass over
 * all of them (S8).
 */
public final class SnapshotCensus {
  private final JobSchedules schedules;
  private final Duration slowAfter;
  private final Map<SnapshotGroup, Long> groups = new HashMap<>();
  private final WaitingTimes unclaimed = new WaitingTimes();
  private final WaitingTimes deleted = new WaitingTimes();
  private final WaitingTimes inProgress = new WaitingTimes();
  private final Map<PeriodicSnapshots, JobHistory> histories = new HashMap<>();

  /** The jobs that exist, by the id of a schedule, which is the order of their statistics. */
  private final NavigableMap<String, CountedJob> jobs = new TreeMap<>();

  /**
   * @param schedules the schedules of jobs
   * @param slowAfter time after which a snapshot in progress counts as slow; zero for never (R25)
   */
  public SnapshotCensus(JobSchedules schedules, Duration slowAfter) {
    this.schedules = requireNonNull(schedules, "schedules is null");
    this.slowAfter = requireNonNull(slowAfter, "slowAfter is null");
  }

  /** Counts a change of a snapshot. */
  public synchronized void replaceSnapshot(
      Optional<FlinkStateSnapshot> before, Optional<FlinkStateSnapshot> after) {
    before.map(SnapshotReader::new).map(CountedSnapshot::new).ifPresent(this::remove);
    after.map(SnapshotReader::new).map(CountedSnapshot::new).ifPresent(this::add);
  }

  /** Counts a change of a job. */
  public synchronized void replaceJob(
      Optional<? extends JobResource> before, Optional<? extends JobResource> after) {
    for (var type : SnapshotType.values()) {
      before.ifPresent(job -> jobs.remove(job.snapshots(type).scheduleId()));
      after.ifPresent(job -> add(job, type));
    }
  }

  /** Returns the counts as they are now. */
  public synchronized SnapshotStatistics statistics(Instant now) {
    return new SnapshotStatistics(
        groups,
        jobStatistics(now),
        unclaimed.at(now),
        deleted.at(now),
        slowAfter.isZero() ? WaitingResources.NONE : inProgress.longerThan(slowAfter, now));
  }

  private List<JobStatistics> jobStatistics(Instant now) {
    return jobs.values().stream().flatMap(job -> statistics(job, now).stream()).toList();
  }

  private Optional<JobStatistics> statistics(CountedJob job, Instant now) {
    var history = Optional.ofNullable(histories.get(job.snapshots()));
    if (history.isEmpty() && job.schedule().isEmpty()) {
      return Optional.empty();
    }
    var summary = history.map(JobHistory::summary).orElse(JobHistory.Summary.EMPTY);
    return Optional.of(
        new JobStatistics(
            job.snapshots(), summary.lastGood(), summary.failuresInARow(), job.expected(now)));
  }

  private void add(JobResource job, SnapshotType type) {
    var key = job.snapshots(type);
    jobs.put(key.scheduleId(), CountedJob.of(job, key, schedules.of(job, type)));
  }

  private void add(CountedSnapshot counted) {
    groups.merge(counted.group(), 1L, Long::sum);
    counted.unclaimedSince().ifPresent(unclaimed::add);
    counted.deletedSince().ifPresent(deleted::add);
    counted.inProgressSince().ifPresent(inProgress::add);
    counted.key().map(this::history).ifPresent(it -> it.put(uid(counted), counted.historyEntry()));
  }

  private void remove(CountedSnapshot counted) {
    groups.computeIfPresent(counted.group(), (same, count) -> count == 1 ? null : count - 1);
    counted.unclaimedSince().ifPresent(unclaimed::remove);
    counted.deletedSince().ifPresent(deleted::remove);
    counted.inProgressSince().ifPresent(inProgress::remove);
    counted
        .key()
        .ifPresent(key -> histories.computeIfPresent(key, (same, it) -> without(it, counted)));
  }

  private JobHistory history(PeriodicSnapshots key) {
    return histories.computeIfAbsent(key, first -> new JobHistory());
  }

  private static @Nullable JobHistory without(JobHistory history, CountedSnapshot counted) {
    history.remove(uid(counted));
    return history.isEmpty() ? null : history;
  }

  private static String uid(CountedSnapshot counted) {
    return counted.snapshot().id().uid();
  }
}
