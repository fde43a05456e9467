package io.tidemark.flink.job;

import io.tidemark.flink.HeartbeatingPoller;
import io.tidemark.flink.JobOverview;
import io.tidemark.workflow.job.StopRequest;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.job.StopResult.Outcome;
import io.tidemark.workflow.model.SavepointPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a job with a savepoint, at most once for each try, and waits for its end (U1). */
final class JobStop {
  /** More than the clocks of two replicas differ by. */
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(3);

  private static final Duration JOB_LOOK_INTERVAL = Duration.ofSeconds(5);

  private final JobRestClient flink;
  private final JobObserver observer;
  private final HeartbeatingPoller poller;
  private final InstantSource clock;
  private final StopRequest request;
  private final String jobId;
  private Instant nextJobLook;

  JobStop(
      JobRestClient flink,
      JobObserver observer,
      HeartbeatingPoller poller,
      InstantSource clock,
      StopRequest request) {
    this.flink = flink;
    this.observer = observer;
    this.poller = poller;
    this.clock = clock;
    this.request = request;
    this.jobId = request.job().jobId();
    this.nextJobLook = clock.instant().plus(JOB_LOOK_INTERVAL);
  }

  /**
   * Returns the end of this try.
   *
   * @param neverSent whether the stop cannot have been sent before
   */
  StopResult run(boolean neverSent, Duration longestPoll) {
    if (neverSent || status() instanceof StopStatus.Unknown) {
      var sent = neverSent ? Optional.<StopResult>empty() : afterEnd(Optional.empty());
      var answered = sent.or(this::send);
      if (answered.isPresent()) {
        return answered.get();
      }
    }
    return poller.pollUntilEnded(longestPoll, this::query);
  }

  private StopStatus status() {
    return flink.stopStatus(jobId, request.triggerId());
  }

  /** Sends the stop; returns a result if Flink refused it. */
  private Optional<StopResult> send() {
    return flink
        .stop(
            jobId,
            new JobMessages.Stop(
                request.targetDirectory(),
                request.drain(),
                request.formatType(),
                request.triggerId()))
        .map(reason -> result(Outcome.FAILED, null, reason));
  }

  private Optional<StopResult> query() {
    var status = status();
    if (status instanceof StopStatus.Pending) {
      return afterQuietEnd();
    }
    if (status instanceof StopStatus.Completed completed) {
      return stopped(completed.path(), null);
    }
    if (status instanceof StopStatus.StoppedWithFailure stopped) {
      return stopped(stopped.path(), stopped.reason());
    }
    if (status instanceof StopStatus.Failed failed) {
      return afterEnd(Optional.of(failed.reason()))
          .or(() -> Optional.of(result(Outcome.FAILED, null, failed.reason())));
    }
    return afterEnd(Optional.empty()).or(() -> forgotten(((StopStatus.Unknown) status).reason()));
  }

  /** The savepoint is complete: only the job's end is missing. */
  private Optional<StopResult> stopped(String path, @Nullable String failure) {
    var job = flink.job(jobId);
    if (job.filter(it -> !it.ended()).isPresent()) {
      return Optional.empty();
    }
    var failed = failure != null || job.filter(it -> it.state().equals("FAILED")).isPresent();
    return Optional.of(
        result(failed ? Outcome.STOPPED_WITH_FAILURE : Outcome.STOPPED, path, failure));
  }

  /** Another try is possible only if this one is not under way. */
  private Optional<StopResult> forgotten(String reason) {
    return flink.statistics(jobId).filter(JobStatistics::savepointRunning).isPresent()
        ? Optional.empty()
        : Optional.of(result(Outcome.FAILED, null, reason));
  }

  /** Flink can show an operation in progress indefinitely whose job has ended. */
  private Optional<StopResult> afterQuietEnd() {
    if (clock.instant().isBefore(nextJobLook)) {
      return Optional.empty();
    }
    nextJobLook = clock.instant().plus(JOB_LOOK_INTERVAL);
    return afterEnd(Optional.empty());
  }

  /**
   * Returns the result that the statistics of an ended job show; empty while it has not ended.
   *
   * @param reason Flink's own of a stop that failed
   */
  private Optional<StopResult> afterEnd(Optional<String> reason) {
    if (flink.job(jobId).filter(it -> !it.ended()).isPresent()) {
      return Optional.empty();
    }
    var job = observer.find(jobId);
    if (job.isEmpty()) {
      return Optional.of(
          result(
              Outcome.ENDED_WITHOUT,
              null,
              reason.orElse("the cluster does not know job " + jobId)));
    }
    return job.filter(JobOverview::ended).map(ended -> ended(ended, reason));
  }

  private StopResult ended(JobOverview job, Optional<String> reason) {
    return savepoint(job)
        .map(
            path ->
                job.state().equals("FAILED")
                    ? result(
                        Outcome.STOPPED_WITH_FAILURE,
                        path,
                        reason.or(() -> flink.failure(jobId)).orElse(job.describe()))
                    : result(Outcome.STOPPED, path, null))
        .orElseGet(() -> result(Outcome.ENDED_WITHOUT, null, reason.orElse(job.describe())));
  }

  /** Returns the savepoint of this try by the statistics, which outlive its result (U1). */
  private Optional<String> savepoint(JobOverview job) {
    var times = flink.times(jobId);
    if (times.isEmpty()) {
      return Optional.empty();
    }
    var age = Duration.between(request.at(), clock.instant()).plus(CLOCK_ERROR);
    var since = times.get().now() - age.toMillis();
    return observer
        .statistics(job)
        .flatMap(
            statistics ->
                statistics.savepointsOfStops(since).filter(this::isInDirectory).findFirst());
  }

  private boolean isInDirectory(String path) {
    var directory = request.targetDirectory();
    return directory == null || SavepointPath.of(path).mayBeBelow(SavepointPath.of(directory));
  }

  private StopResult result(Outcome outcome, @Nullable String path, @Nullable String message) {
    return new StopResult(request.triggerId(), outcome, path, message);
  }
}
