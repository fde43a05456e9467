package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.tidemark.flink.access.SecretReader;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.RestartCheckRequest;
import io.tidemark.workflow.flink.RestartCheckResult;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Implements the Flink activities with Flink's REST API. */
public final class FlinkActivitiesImpl implements FlinkActivities, AutoCloseable {
  /**
   * The age of an attempt up to which it may be sent without a query. Well below the time-out after
   * which a workflow task is repeated, since the clocks of two replicas differ by up to a second.
   */
  private static final Duration FIRST_SEND_WINDOW = Duration.ofSeconds(3);

  private final OkHttpClient http;
  private final Clock clock;
  private final FlinkTimings timings;
  private final HeartbeatingPoller poller;
  private final ClusterConnections clusters;

  /**
   * Creates the activities. Nothing is connected yet.
   *
   * @param http its connections are used for all clusters
   * @param settings the endpoints, time limits and Secrets of the clusters
   * @param secretsOfJobs reads the Secrets that jobs name
   * @param clock for the age of attempts, which another replica may have written, and of Secrets
   */
  public FlinkActivitiesImpl(
      OkHttpClient http, FlinkSettings settings, SecretReader secretsOfJobs, Clock clock) {
    this.http = requireNonNull(http, "http is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.clusters = ClusterConnections.of(http, settings, secretsOfJobs, clock);
    this.timings = settings.timings();
    this.poller = new HeartbeatingPoller(timings);
  }

  @Override
  public TriggerResult trigger(SnapshotTrigger trigger) {
    var neverSent = neverSent(trigger);
    var cluster = clusters.of(trigger.job());
    if (neverSent && isSkipped(cluster)) {
      return new TriggerResult(
          TriggerResult.Status.NOT_CALLED,
          clock.instant(),
          RetryableFailures.notResponding(cluster));
    }
    return call(
        cluster,
        flink -> {
          var attempt = new IdempotentTrigger(flink, trigger, clock, timings.storeDuration());
          return neverSent ? attempt.send() : attempt.checkThenSend();
        });
  }

  @Override
  public JobReadiness awaitReady(FlinkJob job) {
    return call(
        job,
        flink ->
            poller.pollUntilEnded(
                timings.longestReadinessPoll(), () -> readiness(flink, job.jobId())));
  }

  @Override
  public SnapshotOutcome awaitOutcome(OutcomeRequest request) {
    return call(request.trigger().job(), flink -> outcome(flink, request));
  }

  @Override
  public CheckpointPathResult checkpointPath(CheckpointPathRequest request) {
    return call(
        request.job(),
        flink -> {
          var paths = new CheckpointPaths(flink, poller, request);
          return isLocal() ? paths.now() : paths.await();
        });
  }

  @Override
  public SavepointDirectoryResult savepointDirectory(FlinkJob job) {
    return call(
        job,
        flink ->
            new SavepointDirectoryResult(orRefusal(() -> flink.savepointDirectory().orElse(null))));
  }

  /** Gateways may not serve what few calls need: their 4xx is no reason to ask again. */
  private static <T extends @Nullable Object> T orRefusal(Supplier<T> read) {
    try {
      return read.get();
    } catch (FlinkRestException failed) {
      throw failed.isClientError() ? RetryableFailures.lasting(failed) : failed;
    }
  }

  @Override
  public SavepointSearchResult savepointsSince(SavepointSearchRequest request) {
    return call(
        request.job(),
        flink ->
            new SavepointSearchResult(
                orRefusal(
                    () -> flink.savepointsOf(request.job().jobId(), ageOf(request.since())))));
  }

  @Override
  public RestartCheckResult restartedSince(RestartCheckRequest request) {
    return call(
        request.job(),
        flink ->
            poller
                .pollAtMost(FlinkTimings.STATISTICS_AGE, () -> restarted(flink, request))
                .orElse(new RestartCheckResult(false, "")));
  }

  @Override
  public DisposalResult dispose(DisposalRequest request) {
    var cluster = clusters.of(request.job());
    return call(
        cluster,
        flink -> {
          var disposal = new Disposal(flink, cluster.restores(), poller, timings, request);
          return isLocal() ? disposal.pollForAMoment() : disposal.pollUntilEnded();
        });
  }

  /**
   * Stops waiting for Flink. Polling activities fail at their next poll, and queries without an
   * answer are cancelled, so that another worker continues. Triggers and disposals in progress
   * complete.
   */
  @Override
  public void close() {
    poller.stop();
    http.dispatcher().runningCalls().stream()
        .filter(call -> call.request().method().equals("GET"))
        .forEach(Call::cancel);
  }

  /**
   * Returns whether the trigger cannot have been sent before. Only the first try of the run that
   * has just written the attempt may send without a query (R9). A workflow task that is repeated
   * after a crash repeats a first try too, but only after the window has passed.
   */
  private boolean neverSent(SnapshotTrigger trigger) {
    return trigger.mode() == SnapshotTrigger.Mode.FIRST
        && Activity.getExecutionContext().getInfo().getAttempt() <= 1
        && ageOf(trigger.attemptedAt()).abs().compareTo(FIRST_SEND_WINDOW) < 0;
  }

  private static Optional<JobReadiness> readiness(FlinkRestClient flink, String jobId) {
    return flink
        .polledJob(jobId)
        .filter(overview -> overview.ready() || overview.ended())
        .map(overview -> new JobReadiness(overview.ready(), overview.describe()));
  }

  /**
   * Returns the result once it is certain. The overview is current; the details are up to 3 s old,
   * but also show a restart that is over.
   */
  private Optional<RestartCheckResult> restarted(
      FlinkRestClient flink, RestartCheckRequest request) {
    var jobId = request.job().jobId();
    var job = flink.job(jobId);
    var end = JobOverview.end(jobId, job);
    if (end.isPresent()) {
      return Optional.of(new RestartCheckResult(false, end.get()));
    }
    return job.filter(JobOverview::restarting).isPresent()
            || flink.restartedWithin(jobId, ageOf(request.since()))
        ? Optional.of(new RestartCheckResult(true, ""))
        : Optional.empty();
  }

  /** Returns the age of a time: unlike times, ages are the same on the JobManager's clock. */
  private Duration ageOf(Instant time) {
    return Duration.between(time, clock.instant());
  }

  private SnapshotOutcome outcome(FlinkRestClient flink, OutcomeRequest request) {
    var poll = new OutcomePoll(flink, request.trigger(), clock);
    var patience = request.patience();
    return patience == null
        ? poller.pollUntilEnded(timings.longestPoll(), poll::query)
        : poller.pollAtMost(patience, poll::query).orElseGet(this::pending);
  }

  /**
   * Returns the limit for one call. One in a local activity ends before its activity does: its
   * failure is then known, and it does not occupy the slot of another activity.
   */
  private Duration callTimeout(ActivityInfo activity) {
    var limit = activity.getStartToCloseTimeout().multipliedBy(3).dividedBy(4);
    return activity.isLocal() && limit.compareTo(timings.callTimeout()) < 0
        ? limit
        : timings.callTimeout();
  }

  private SnapshotOutcome pending() {
    return new SnapshotOutcome(SnapshotOutcome.Status.PENDING, clock.instant(), null, null, null);
  }

  /** Returns whether the cluster is not called now, since workflow tasks must not wait for it. */
  private static boolean isSkipped(ClusterConnection cluster) {
    return isLocal() && !cluster.isResponding();
  }

  private static boolean isLocal() {
    return Activity.getExecutionContext().getInfo().isLocal();
  }

  private <T> T call(FlinkJob job, Function<FlinkRestClient, T> request) {
    return call(clusters.of(job), request);
  }

  /** Returns Flink's answer; a call that throws becomes a failure that Temporal retries. */
  private <T> T call(ClusterConnection cluster, Function<FlinkRestClient, T> request) {
    if (isSkipped(cluster)) {
      throw RetryableFailures.clusterNotResponding(cluster);
    }
    var timeout = callTimeout(Activity.getExecutionContext().getInfo());
    return RetryableFailures.calling(() -> request.apply(cluster.client(timeout)));
  }
}
