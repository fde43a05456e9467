package io.tidemark.app.telemetry;

import static java.util.Comparator.comparing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.kubernetes.census.JobSnapshots;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gauges of jobs, by type of snapshot. Users make as many jobs as they like, so only so many have
 * series: those in trouble, then the first by name.
 */
final class JobMeters {
  private static final Comparator<JobSnapshots> URGENCY =
      comparing(JobSnapshots::inTrouble).reversed().thenComparing(job -> job.of().scheduleId());

  private final int limit;
  private final GaugeOf<JobSnapshots> lastGood;
  private final GaugeOf<JobSnapshots> expected;
  private final GaugeOf<JobSnapshots> failures;
  private final GaugeOf<Integer> leftOut;

  JobMeters(MeterRegistry registry, int limit) {
    this.limit = limit;
    lastGood =
        GaugeOf.of(
            registry,
            "tidemark.job.last.good.snapshot.timestamp.seconds",
            "When the newest of the job's completed snapshots was triggered",
            JobMeters::tags,
            job -> seconds(job.lastGood()));
    expected =
        GaugeOf.of(
            registry,
            "tidemark.job.expected.snapshot.timestamp.seconds",
            "The last but one time that a snapshot was due by the job's schedule",
            JobMeters::tags,
            job -> seconds(job.expected()));
    failures =
        GaugeOf.of(
            registry,
            "tidemark.job.failures.in.a.row",
            "Attempts that have failed since the job's last good snapshot",
            JobMeters::tags,
            JobSnapshots::failuresInARow);
    leftOut =
        GaugeOf.of(
            registry,
            "tidemark.jobs.left.out",
            "Jobs, by type of snapshot, without series of their own",
            count -> Tags.empty(),
            Integer::doubleValue);
  }

  /** Shows jobs; nothing on a replica that does not watch. */
  void show(Optional<List<JobSnapshots>> jobs) {
    var shown = jobs.stream().flatMap(List::stream).sorted(URGENCY).limit(limit).toList();
    lastGood.show(shown.stream().filter(job -> job.lastGood().isPresent()));
    expected.show(shown.stream().filter(job -> job.expected().isPresent()));
    failures.show(shown.stream());
    leftOut.show(jobs.map(all -> all.size() - shown.size()).stream());
  }

  private static Tags tags(JobSnapshots job) {
    return Tags.of(
        "job_namespace", job.of().namespace(),
        "job_kind", job.of().job().kind(),
        "job_name", job.of().job().name(),
        "type", job.of().type().name());
  }

  private static double seconds(Optional<Instant> moment) {
    return moment.orElseThrow().getEpochSecond();
  }
}
