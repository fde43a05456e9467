package io.tidemark.flink.job;

import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.HeartbeatingPoller;
import io.tidemark.flink.JobOverview;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.KnownJob;
import java.time.Duration;
import java.util.Optional;

/** Looks at a job and its statistics (U4, U6). */
final class JobObserver {
  private final JobRestClient flink;
  private final HeartbeatingPoller poller;
  private final Duration unknownTwice;

  /**
   * Creates the observer.
   *
   * @param unknownTwice the time after which a job that is unknown is looked for again
   */
  JobObserver(JobRestClient flink, HeartbeatingPoller poller, Duration unknownTwice) {
    this.flink = flink;
    this.poller = poller;
    this.unknownTwice = unknownTwice;
  }

  /** Returns the cluster and the job; only the cluster for an empty job id. */
  JobLook look(FlinkJob job) {
    var cluster = flink.cluster();
    var configuration = flink.configuration();
    return new JobLook(
        job,
        cluster.flinkVersion(),
        cluster.submissionAllowed(),
        configuration.map(JobManagerConfiguration::savepointDirectory).orElse(null),
        configuration.flatMap(JobManagerConfiguration::jobResultStore).orElse(null),
        job.jobId().isEmpty() ? null : find(job.jobId()).map(this::observe).orElse(null));
  }

  /** Returns the job; empty if a JobManager that leads did not know it twice. */
  Optional<JobOverview> find(String jobId) {
    return poller.askTwice(
        unknownTwice,
        () -> {
          flink.requireLeader();
          return flink.job(jobId);
        });
  }

  private KnownJob observe(JobOverview job) {
    var statistics = job.starting() ? Optional.<JobStatistics>empty() : statistics(job);
    return new KnownJob(
        job.state(),
        job.ready(),
        statistics.flatMap(JobStatistics::restored).orElse(null),
        statistics.filter(JobStatistics::hasOwn).isPresent(),
        statistics.flatMap(JobStatistics::newestState).orElse(null),
        job.starting() ? null : flink.keepsCheckpoints(job.jobId()).orElse(null),
        statistics.filter(JobStatistics::savepointRunning).isPresent(),
        mayHaveFailed(job) ? flink.failure(job.jobId()).orElse(null) : null);
  }

  private static boolean mayHaveFailed(JobOverview job) {
    return job.ended() ? job.state().equals("FAILED") : !job.ready() && !job.starting();
  }

  /**
   * Returns the statistics. Those of a job that has just ended are waited for: its last checkpoint,
   * and whether it was discarded, are shown 3 s late (J14).
   */
  Optional<JobStatistics> statistics(JobOverview job) {
    if (job.ended()) {
      poller.pollWithin(FlinkTimings.STATISTICS_AGE.multipliedBy(2), () -> endedLongAgo(job));
    }
    return flink.statistics(job.jobId());
  }

  private Optional<Boolean> endedLongAgo(JobOverview job) {
    var times = flink.times(job.jobId());
    var endedAt = times.map(JobMessages.Times::endTime).orElse(0L);
    return Optional.of(true)
        .filter(
            it ->
                times.isEmpty()
                    || (endedAt > 0
                        && times.get().now() - endedAt >= FlinkTimings.STATISTICS_AGE.toMillis()));
  }
}
