package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import dev.failsafe.FailsafeException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.tidemark.flink.access.ClusterSecrets;
import io.tidemark.flink.access.FlinkSecrets;
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
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The Flink activities, on Flink's REST API. */
public final class FlinkActivitiesImpl implements FlinkActivities, AutoCloseable {
  /** Well below the time-out of a workflow task, which is repeated then; clocks may differ. */
  private static final Duration JUST_WRITTEN = Duration.ofSeconds(3);

  private final OkHttpClient http;
  private final FlinkEndpoints endpoints;
  private final FlinkSecrets secrets;
  private final Clock clock;
  private final FlinkTimings timings;
  private final PollingSchedule polling;
  private final Map<Target, ClusterConnection> clusters = new ConcurrentHashMap<>();

  /** Jobs with the same are asked through the same connections. */
  private record Target(HttpUrl base, ClusterSecrets secrets) {}

  /**
   * Prepares the activities; nothing is connected yet.
   *
   * @param http its connections are used for all clusters
   * @param secretsOfJobs reads the Secrets that jobs name
   */
  public FlinkActivitiesImpl(
      OkHttpClient http, FlinkSettings settings, SecretReader secretsOfJobs, Clock clock) {
    this.http = requireNonNull(http, "http is null");
    this.endpoints = settings.endpoints();
    this.secrets =
        new FlinkSecrets(secretsOfJobs, settings.tlsDirectory(), settings.authDirectory());
    this.clock = requireNonNull(clock, "clock is null");
    this.timings = settings.timings();
    this.polling = new PollingSchedule(timings);
  }

  @Override
  public TriggerResult trigger(SnapshotTrigger trigger) {
    return ask(
        trigger.job(),
        flink -> {
          var attempt = new IdempotentTrigger(flink, trigger, clock, timings.storeDuration());
          return unsent(trigger) ? attempt.send() : attempt.askThenSend();
        });
  }

  @Override
  public JobReadiness awaitReady(FlinkJob job) {
    return ask(
        job,
        flink ->
            polling.untilEnded(
                timings.longestReadinessPoll(), () -> readiness(flink, job.jobId())));
  }

  @Override
  public SnapshotOutcome awaitOutcome(OutcomeRequest request) {
    return ask(request.trigger().job(), flink -> outcome(flink, request));
  }

  @Override
  public CheckpointPathResult checkpointPath(CheckpointPathRequest request) {
    return ask(
        request.job(),
        flink ->
            flink
                .checkpointPath(request.job().jobId(), request.checkpointId())
                .map(CheckpointPathResult::new)
                .orElseThrow(() -> CallFailure.checkpointNotListed(request)));
  }

  @Override
  public SavepointSearchResult savepointsSince(SavepointSearchRequest search) {
    return ask(
        search.job(),
        flink ->
            new SavepointSearchResult(
                flink.savepointsOf(search.job().jobId(), since(search.since()))));
  }

  @Override
  public RestartCheckResult restartedSince(RestartCheckRequest question) {
    return ask(
        question.job(),
        flink ->
            polling
                .atMost(FlinkTimings.STATISTICS_AGE, () -> restarted(flink, question))
                .orElse(new RestartCheckResult(false)));
  }

  @Override
  public DisposalResult dispose(DisposalRequest request) {
    return ask(
        request.job(),
        flink -> {
          var disposal = flink.dispose(request.path());
          return polling.untilEnded(
              timings.longestPoll(), () -> flink.disposalStatus(disposal).ended());
        });
  }

  /**
   * Hands back what waits for Flink: it fails at its next poll, and a question that has no answer
   * yet is not waited for. Triggers and disposals under way go on to their end.
   */
  @Override
  public void close() {
    polling.stop();
    http.dispatcher().runningCalls().stream()
        .filter(call -> call.request().method().equals("GET"))
        .forEach(Call::cancel);
  }

  /**
   * Only the first try of the run that has just written the attempt may send without asking (R9). A
   * workflow task that is replayed after a crash repeats a first try, but not within this time.
   */
  private boolean unsent(SnapshotTrigger trigger) {
    return trigger.mode() == SnapshotTrigger.Mode.FIRST
        && Activity.getExecutionContext().getInfo().getAttempt() <= 1
        && clock.instant().isBefore(trigger.attemptedAt().plus(JUST_WRITTEN));
  }

  private static Optional<JobReadiness> readiness(FlinkRestClient flink, String jobId) {
    var job = flink.job(jobId);
    if (job.isEmpty()) {
      return Optional.of(new JobReadiness(false, JobOverview.unknown(jobId)));
    }
    return job.filter(seen -> seen.ready() || seen.ended())
        .map(seen -> new JobReadiness(seen.ready(), seen.describe()));
  }

  /** The overview is current; the details show a restart that is over, but late. */
  private Optional<RestartCheckResult> restarted(
      FlinkRestClient flink, RestartCheckRequest question) {
    var jobId = question.job().jobId();
    var job = flink.job(jobId);
    if (job.isEmpty() || job.get().ended()) {
      return Optional.of(new RestartCheckResult(false));
    }
    return job.get().restarting() || flink.restartedWithin(jobId, since(question.since()))
        ? Optional.of(new RestartCheckResult(true))
        : Optional.empty();
  }

  /** Returns how long ago it is; the JobManager's clock may differ from ours, but runs as fast. */
  private Duration since(Instant time) {
    return Duration.between(time, clock.instant());
  }

  private SnapshotOutcome outcome(FlinkRestClient flink, OutcomeRequest request) {
    var trigger = request.trigger();
    var patience = request.patience();
    if (patience == null) {
      return polling.untilEnded(timings.longestPoll(), () -> ended(flink, trigger));
    }
    return polling.atMost(patience, () -> ended(flink, trigger)).orElseGet(() -> pending());
  }

  private Optional<SnapshotOutcome> ended(FlinkRestClient flink, SnapshotTrigger trigger) {
    return flink
        .status(trigger.type(), trigger.job().jobId(), trigger.triggerId())
        .ended(clock.instant());
  }

  /** A call that outlived its local activity would keep the slot of another. */
  private Duration shortest(ActivityInfo step) {
    var limit = step.getStartToCloseTimeout();
    return limit.compareTo(timings.callTimeout()) < 0 ? limit : timings.callTimeout();
  }

  private SnapshotOutcome pending() {
    return new SnapshotOutcome(SnapshotOutcome.Status.PENDING, clock.instant(), null, null, null);
  }

  private ClusterConnection cluster(FlinkJob job) {
    return clusters.computeIfAbsent(
        new Target(endpoints.of(job), secrets.of(job)),
        target -> new ClusterConnection(target.base(), target.secrets(), http, clock));
  }

  /** Returns Flink's answer; a failed call becomes a failure that Temporal retries. */
  private <T> T ask(FlinkJob job, Function<FlinkRestClient, T> question) {
    var cluster = cluster(job);
    var step = Activity.getExecutionContext().getInfo();
    if (step.isLocal() && !cluster.answers()) {
      throw CallFailure.notAsked(cluster);
    }
    try {
      return question.apply(
          cluster.client(step.isLocal() ? shortest(step) : timings.callTimeout()));
    } catch (FlinkRestException e) {
      throw CallFailure.failure(e);
    } catch (FailsafeException e) {
      throw CallFailure.interrupted();
    }
  }
}
