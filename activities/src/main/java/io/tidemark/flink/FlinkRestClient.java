package io.tidemark.flink;

import io.tidemark.concurrent.SingleFlight;
import io.tidemark.flink.RestMessages.Accepted;
import io.tidemark.flink.RestMessages.Checkpoint;
import io.tidemark.flink.RestMessages.CheckpointEntry;
import io.tidemark.flink.RestMessages.CheckpointTrigger;
import io.tidemark.flink.RestMessages.Checkpoints;
import io.tidemark.flink.RestMessages.ConfigurationEntry;
import io.tidemark.flink.RestMessages.Failure;
import io.tidemark.flink.RestMessages.JobDetails;
import io.tidemark.flink.RestMessages.Jobs;
import io.tidemark.flink.RestMessages.Operation;
import io.tidemark.flink.RestMessages.Result;
import io.tidemark.flink.RestMessages.SavepointDisposal;
import io.tidemark.flink.RestMessages.SavepointTrigger;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Calls Flink's REST API of one cluster. {@code docs/reference/flink-rest.md} has the measured
 * answers of Flink 1.17 to 2.3. Each method makes one call and never repeats it. It returns what
 * Flink can answer; everything else throws {@link FlinkRestException}.
 */
public final class FlinkRestClient {
  private static final String RESTARTING = "RESTARTING";
  private static final String JOB_NOT_FOUND = "FlinkJobNotFoundException";
  private static final String BATCH_JOB = "is not a streaming job";

  /** The keys of Flink 2, and of Flink 1 and 2. */
  private static final List<String> SAVEPOINT_DIRECTORY =
      List.of("execution.checkpointing.savepoint-dir", "state.savepoints.dir");

  private static final Pattern BEFORE_CHECKPOINT_TRIGGER =
      Pattern.compile("(?:0|1\\.(?:\\d|1[0-6]))(?:[.-].*)?");
  private static final Pattern GONE =
      Pattern.compile("java\\.io\\.FileNotFoundException: Cannot find ");
  private static final Pattern FOREIGN_FILE_REMAINS = Pattern.compile("Directory .+ is not empty");

  private final FlinkHttp http;
  private final SingleFlight<HttpUrl, List<JobOverview>> overviews;

  /**
   * Creates a client of the cluster at a base URL.
   *
   * @param http shared by all clients: its connections and TLS settings are used, its retries are
   *     not, and it follows no redirect
   * @param callTimeout for one call, from connecting to the last byte
   */
  public FlinkRestClient(OkHttpClient http, HttpUrl base, Duration callTimeout) {
    this(new FlinkHttp(() -> http, base, callTimeout));
  }

  /** Creates a client of the cluster that is called so. */
  public FlinkRestClient(FlinkHttp http) {
    this(http, new SingleFlight<>());
  }

  /**
   * @param overviews shared by all clients of the cluster
   */
  FlinkRestClient(FlinkHttp http, SingleFlight<HttpUrl, List<JobOverview>> overviews) {
    this.http = http;
    this.overviews = overviews;
  }

  /** Returns the version of the JobManager, such as 1.20.5. */
  public String flinkVersion() {
    return configuration().flinkVersion();
  }

  /** Returns the age that the cluster's statistics can have: its {@code web.refresh-interval}. */
  Duration statisticsAge() {
    return Duration.ofMillis(configuration().refreshInterval());
  }

  /** Reads the configuration of the REST server. */
  public RestServerConfiguration configuration() {
    return http.get("config").as(RestServerConfiguration.class);
  }

  /**
   * Returns the default savepoint directory of the cluster's configuration, by either of the two
   * keys that Flink has had for it; empty if it has none.
   */
  Optional<String> savepointDirectory() {
    var entries = http.get("jobmanager", "config").as(ConfigurationEntry[].class);
    return SAVEPOINT_DIRECTORY.stream()
        .flatMap(key -> Arrays.stream(entries).filter(entry -> entry.key().equals(key)))
        .map(entry -> entry.value().strip())
        .filter(directory -> !directory.isEmpty())
        .findFirst();
  }

  /** Returns the current state of a job and its tasks; empty if the cluster does not know it. */
  public Optional<JobOverview> job(String jobId) {
    return JobOverview.find(jobId, jobs());
  }

  /**
   * Returns the current state of a job as {@link #job} does, from an answer that all polls of this
   * cluster share (S8). Its request starts after this call, but may wait for the one before.
   */
  Optional<JobOverview> polledJob(String jobId) {
    return JobOverview.find(jobId, polledJobs());
  }

  /** Returns the current states of all jobs, from an answer that all polls share. */
  List<JobOverview> polledJobs() {
    return overviews.ask(http.base(), this::jobs);
  }

  /** Returns the current states of all jobs, with those that have ended lately. */
  List<JobOverview> jobs() {
    return http.get("jobs", "overview").as(Jobs.class).jobs();
  }

  /**
   * Triggers a savepoint, once per trigger id while Flink remembers it; null values leave the
   * choice to Flink.
   */
  public TriggerResponse triggerSavepoint(
      String jobId,
      String triggerId,
      @Nullable String targetDirectory,
      @Nullable String formatType) {
    var body = new SavepointTrigger(targetDirectory, formatType, triggerId);
    return triggered(http.post(body, "jobs", jobId, "savepoints"));
  }

  /**
   * Triggers a checkpoint, once per trigger id while Flink remembers it; from Flink 1.17 on (R12).
   */
  public TriggerResponse triggerCheckpoint(
      String jobId, String triggerId, @Nullable String checkpointType) {
    var body = new CheckpointTrigger(checkpointType, triggerId);
    var answer = http.post(body, "jobs", jobId, "checkpoints");
    if (answer.status() == 404) {
      var version = flinkVersion();
      if (BEFORE_CHECKPOINT_TRIGGER.matcher(version).matches()) {
        return new TriggerResponse.Rejected(
            "checkpoints can be triggered from Flink 1.17 on, but this cluster runs " + version);
      }
    }
    return triggered(answer);
  }

  /** Reads the state of a triggered snapshot. */
  SnapshotStatus status(SnapshotType type, String jobId, String triggerId) {
    return switch (type) {
      case SAVEPOINT -> savepointStatus(jobId, triggerId);
      case CHECKPOINT -> checkpointStatus(jobId, triggerId);
    };
  }

  /** Reads the state of a triggered savepoint. */
  public SnapshotStatus savepointStatus(String jobId, String triggerId) {
    return snapshotStatus(
        http.get("jobs", jobId, "savepoints", triggerId),
        result ->
            Optional.ofNullable(result.location())
                .filter(location -> !location.isEmpty())
                .map(SnapshotStatus.SavepointCompleted::new));
  }

  /** Reads the state of a triggered checkpoint. */
  public SnapshotStatus checkpointStatus(String jobId, String triggerId) {
    return snapshotStatus(
        http.get("jobs", jobId, "checkpoints", triggerId),
        result ->
            Optional.ofNullable(result.checkpointId())
                .map(SnapshotStatus.CheckpointCompleted::new));
  }

  /**
   * Reads a completed checkpoint from the job's own checkpoint history, which may be as old as the
   * cluster's statistics. The details of a single checkpoint are not used: they can be those of
   * another job.
   */
  CheckpointEntry checkpoint(String jobId, long checkpointId) {
    var answer = http.get("jobs", jobId, "checkpoints");
    return answer.isError("Job " + jobId + " not found")
        ? CheckpointEntry.MISSING
        : answer.as(Checkpoints.class).entry(checkpointId);
  }

  /**
   * Reads the paths of the job's savepoints that are not older than the age, newest first, from its
   * checkpoint history, which may be 3 s old; empty if the cluster does not know the job.
   */
  public List<String> savepointsOf(String jobId, Duration age) {
    var details = details(jobId);
    if (details.isEmpty()) {
      return List.of();
    }
    var since = details.get().timeBefore(age);
    return http.get("jobs", jobId, "checkpoints")
        .as(Checkpoints.class)
        .savepoints()
        .filter(savepoint -> savepoint.hasPath() && !savepoint.discarded())
        .filter(savepoint -> savepoint.triggerTimestamp() >= since)
        .map(Checkpoint::externalPath)
        .distinct()
        .toList();
  }

  /**
   * Returns the path that the job has restored from, if it has completed no checkpoint of its own;
   * empty also for a job without statistics.
   */
  Optional<String> onlyRestoredFrom(String jobId) {
    var answer = http.get("jobs", jobId, "checkpoints");
    return answer.status() == 404
        ? Optional.empty()
        : answer.as(Checkpoints.class).onlyRestoredFrom();
  }

  /**
   * Returns whether the job started to restart within the age, as far as its details show it, which
   * may be 3 s old.
   */
  public boolean restartedWithin(String jobId, Duration age) {
    return details(jobId)
        .filter(job -> job.timestamps().getOrDefault(RESTARTING, 0L) >= job.timeBefore(age))
        .isPresent();
  }

  private Optional<JobDetails> details(String jobId) {
    var answer = http.get("jobs", jobId);
    return answer.isError("Job " + jobId + " not found")
        ? Optional.empty()
        : Optional.of(answer.as(JobDetails.class));
  }

  /** Starts to dispose of a savepoint and returns the id of the disposal, which Flink chooses. */
  public String dispose(String path) {
    return http.post(new SavepointDisposal(path), "savepoint-disposal")
        .as(Accepted.class)
        .requestId();
  }

  /**
   * Reads the state of a disposal.
   *
   * @throws FlinkRestException also for an id that Flink no longer knows: the caller disposes again
   */
  public DisposalStatus disposalStatus(String disposalId) {
    var answer = http.get("savepoint-disposal", disposalId);
    var operation = answer.as(Operation.class);
    if (operation.inProgress()) {
      return new DisposalStatus.Pending();
    }
    var result = ended(answer, operation);
    var failure = result.failure();
    return failure == null ? new DisposalStatus.Disposed() : notDisposed(failure.stackTrace());
  }

  /**
   * Returns the state of a disposal that failed. One that failed over a foreign file in the
   * directory has deleted the savepoint before.
   */
  private static DisposalStatus notDisposed(String stackTrace) {
    if (GONE.matcher(stackTrace).find()) {
      return new DisposalStatus.AlreadyGone(FailureCauseFormatter.of(stackTrace));
    }
    return FOREIGN_FILE_REMAINS.matcher(stackTrace).find()
        ? new DisposalStatus.Disposed()
        : new DisposalStatus.Failed(FailureCauseFormatter.of(stackTrace));
  }

  private static TriggerResponse triggered(FlinkResponse answer) {
    if (answer.status() == 400) {
      return new TriggerResponse.Rejected(rejection(answer));
    }
    return new TriggerResponse.Accepted(answer.as(Accepted.class).requestId());
  }

  private static String rejection(FlinkResponse answer) {
    return answer.isError("[target-directory] must be provided")
        ? "no savepoint directory: set spec.savepoint.path, or state.savepoints.dir (Flink 2:"
            + " execution.checkpointing.savepoint-dir) in the job's flinkConfiguration"
        : answer.reason();
  }

  private static SnapshotStatus snapshotStatus(
      FlinkResponse answer, Function<Result, Optional<? extends SnapshotStatus>> completed) {
    if (answer.isError(" operation with triggerId=")) {
      return new SnapshotStatus.UnknownTrigger(answer.reason());
    }
    if (answer.isError(JOB_NOT_FOUND)) {
      return new SnapshotStatus.JobNotFound(answer.reason());
    }
    var operation = answer.as(Operation.class);
    if (operation.inProgress()) {
      return new SnapshotStatus.Pending();
    }
    var result = ended(answer, operation);
    return result.failure() != null
        ? failed(result.failure())
        : completed
            .apply(result)
            .orElseThrow(
                () -> answer.unexpected("COMPLETED without a location or a checkpoint id"));
  }

  private static SnapshotStatus failed(Failure failure) {
    var cause = FailureCauseFormatter.of(failure.stackTrace());
    if (failure.stackTrace().contains(JOB_NOT_FOUND)) {
      return new SnapshotStatus.JobNotFound(cause);
    }
    return failure.stackTrace().contains(BATCH_JOB)
        ? new SnapshotStatus.Rejected(cause)
        : new SnapshotStatus.Failed(cause);
  }

  private static Result ended(FlinkResponse answer, Operation operation) {
    return Optional.ofNullable(operation.result())
        .orElseThrow(() -> answer.unexpected("COMPLETED without a result"));
  }
}
