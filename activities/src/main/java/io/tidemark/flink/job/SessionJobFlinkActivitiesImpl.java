package io.tidemark.flink.job;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.Activity;
import io.tidemark.flink.FlinkCalls;
import io.tidemark.flink.FlinkRestException;
import io.tidemark.flink.HeartbeatingPoller;
import io.tidemark.flink.JobOverview;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.JarDeletionRequest;
import io.tidemark.workflow.job.JarDeletionResult;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.ProgramSource;
import io.tidemark.workflow.job.ReadinessRequest;
import io.tidemark.workflow.job.SessionJobFlinkActivities;
import io.tidemark.workflow.job.StopRequest;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.job.SubmissionRequest;
import io.tidemark.workflow.job.SubmissionResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/** Implements the Flink activities of session jobs with Flink's REST API. */
public final class SessionJobFlinkActivitiesImpl implements SessionJobFlinkActivities {
  private static final Duration UNKNOWN_TWICE = Duration.ofSeconds(5);

  private final FlinkCalls calls;
  private final HeartbeatingPoller poller;
  private final LongCalls longCalls = new LongCalls();
  private final JarDownload downloads;
  private final ProgramSource programs;
  private final InstantSource clock;
  private final Duration unknownTwice;

  /**
   * Creates the activities. Nothing is connected yet.
   *
   * @param jarServers its connections are used for the servers of jars, never with Flink's
   *     credentials
   * @param programs reads the programs from their resources
   * @param clock for the age of stops, which another replica may have written
   */
  public SessionJobFlinkActivitiesImpl(
      FlinkCalls calls,
      OkHttpClient jarServers,
      JarSettings jars,
      ProgramSource programs,
      InstantSource clock) {
    this(
        calls,
        new JarDownload(jarServers, Dns.SYSTEM, jars, calls.timings().callTimeout()),
        programs,
        clock,
        UNKNOWN_TWICE);
  }

  SessionJobFlinkActivitiesImpl(
      FlinkCalls calls,
      JarDownload downloads,
      ProgramSource programs,
      InstantSource clock,
      Duration unknownTwice) {
    this.calls = requireNonNull(calls, "calls is null");
    this.poller = calls.poller();
    this.downloads = requireNonNull(downloads, "downloads is null");
    this.programs = requireNonNull(programs, "programs is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.unknownTwice = requireNonNull(unknownTwice, "unknownTwice is null");
  }

  @Override
  public JobLook look(FlinkJob job) {
    return call(job, flink -> observer(flink).look(job));
  }

  @Override
  public JarResult fetchAndUploadJar(JarRequest request) {
    var program = programs.read(request.program());
    return program.isEmpty()
        ? JarResult.outdated(request.program())
        : call(
            request.cluster(),
            flink -> {
              var upload = new JarUpload(flink, downloads, request, program.get());
              return longCalls.await(poller, upload::run, upload::progress);
            });
  }

  @Override
  public JarDeletionResult deleteJar(JarDeletionRequest request) {
    return call(
        request.cluster(),
        flink -> {
          deleteJar(flink, request.jarId());
          return new JarDeletionResult(request.jarId());
        });
  }

  /** A cluster that takes no jars runs none either, and does not delete them. */
  private static void deleteJar(JobRestClient flink, String jarId) {
    try {
      flink.deleteJar(jarId);
    } catch (FlinkRestException refused) {
      if (!refused.isClientError() || flink.cluster().submissionAllowed()) {
        throw refused;
      }
    }
  }

  @Override
  public SubmissionResult submit(SubmissionRequest request) {
    var program = programs.read(request.program());
    return program.isEmpty()
        ? new SubmissionResult(
            request.job().jobId(), SubmissionResult.Outcome.OUTDATED, "the spec has changed")
        : call(
            request.job(),
            flink ->
                new JobSubmission(flink, poller, longCalls, request)
                    .run(program.get(), neverSent(request.blind())));
  }

  @Override
  public StopResult stop(StopRequest request) {
    return call(
        request.job(),
        flink ->
            new JobStop(flink, observer(flink), poller, clock, request)
                .run(neverSent(request.blind()), calls.timings().longestPoll()));
  }

  @Override
  public JobLook cancel(FlinkJob job) {
    return call(
        job,
        flink -> {
          flink.cancel(job.jobId());
          poller.pollUntilEnded(
              calls.timings().longestReadinessPoll(), () -> ended(flink.job(job.jobId())));
          return observer(flink).look(job);
        });
  }

  @Override
  public JobLook awaitReady(ReadinessRequest request) {
    return call(
        request.job(),
        flink -> {
          poller.pollWithin(request.longest(), () -> settled(flink.job(request.job().jobId())));
          return observer(flink).look(request.job());
        });
  }

  /** A job that is unknown has ended. */
  private static Optional<Boolean> ended(Optional<JobOverview> job) {
    return Optional.of(true).filter(it -> job.filter(known -> !known.ended()).isEmpty());
  }

  private static Optional<Boolean> settled(Optional<JobOverview> job) {
    return Optional.of(true)
        .filter(it -> job.filter(known -> !known.ended() && !known.ready()).isEmpty());
  }

  /**
   * Returns whether a request cannot have been sent before: only the first try of the run that has
   * just written it may send without a look.
   */
  private static boolean neverSent(boolean blind) {
    return blind && firstTry();
  }

  private static boolean firstTry() {
    return Activity.getExecutionContext().getInfo().getAttempt() <= 1;
  }

  private JobObserver observer(JobRestClient flink) {
    return new JobObserver(flink, poller, unknownTwice);
  }

  private <T> T call(FlinkJob job, Function<JobRestClient, T> request) {
    return calls.call(job, http -> request.apply(new JobRestClient(http)));
  }
}
