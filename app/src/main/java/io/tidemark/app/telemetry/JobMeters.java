package io.tidemark.app.telemetry;

import static java.util.Comparator.comparing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.kubernetes.statistics.JobStatistics;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gauges of jobs, by type of snapshot. The number of jobs is unlimited, so only a limited number
 * has series: first those in trouble, then the first by name.
 */
final class JobMeters {
  /** Leaves the order of the statistics, which is by name, among those that are equally urgent. */
  private static final Comparator<JobStatistics> URGENCY =
      comparing(JobStatistics::needsAttention).reversed();

  private final int limit;
  private final GaugeSeries<JobStatistics> lastGood;
  private final GaugeSeries<JobStatistics> expected;
  private final GaugeSeries<JobStatistics> failures;
  private final GaugeSeries<Integer> leftOut;

  JobMeters(MeterRegistry registry, int limit) {
    this.limit = limit;
    lastGood =
        GaugeSeries.of(
            registry,
            "tidemark.job.last.good.snapshot.timestamp.seconds",
            "Unix time at which the job's newest good snapshot was triggered",
            JobMeters::tags,
            job -> seconds(job.lastGood()));
    expected =
        GaugeSeries.of(
            registry,
            "tidemark.job.expected.snapshot.timestamp.seconds",
            "Unix time at which the job's schedule was due for the second-to-last time",
            JobMeters::tags,
            job -> seconds(job.expected()));
    failures =
        GaugeSeries.of(
            registry,
            "tidemark.job.failures.in.a.row",
            "Failed attempts since the job's last good snapshot",
            JobMeters::tags,
            JobStatistics::failuresInARow);
    leftOut =
        GaugeSeries.of(
            registry,
            "tidemark.jobs.left.out",
            "Jobs, counted for each type of snapshot, that have no series of their own",
            count -> Tags.empty(),
            Integer::doubleValue);
  }

  /** Shows jobs; empty on a replica that does not watch. */
  void show(Optional<List<JobStatistics>> jobs) {
    var shown = jobs.stream().flatMap(List::stream).sorted(URGENCY).limit(limit).toList();
    lastGood.show(shown.stream().filter(job -> job.lastGood().isPresent()));
    expected.show(shown.stream().filter(job -> job.expected().isPresent()));
    failures.show(shown.stream());
    leftOut.show(jobs.map(all -> all.size() - shown.size()).stream());
  }

  private static Tags tags(JobStatistics job) {
    return Tags.of(
        "job_namespace", job.snapshots().namespace(),
        "job_kind", job.snapshots().job().kind(),
        "job_name", job.snapshots().job().name(),
        "type", job.snapshots().type().name());
  }

  private static double seconds(Optional<Instant> moment) {
    return moment.orElseThrow().getEpochSecond();
  }
}
