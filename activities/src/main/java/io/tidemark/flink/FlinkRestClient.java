package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.flink.RestMessages.Accepted;
import io.tidemark.flink.RestMessages.Checkpoint;
import io.tidemark.flink.RestMessages.CheckpointTrigger;
import io.tidemark.flink.RestMessages.Checkpoints;
import io.tidemark.flink.RestMessages.Configuration;
import io.tidemark.flink.RestMessages.Failure;
import io.tidemark.flink.RestMessages.JobDetails;
import io.tidemark.flink.RestMessages.Jobs;
import io.tidemark.flink.RestMessages.Operation;
import io.tidemark.flink.RestMessages.Result;
import io.tidemark.flink.RestMessages.SavepointDisposal;
import io.tidemark.flink.RestMessages.SavepointTrigger;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.model.SnapshotType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Flink's REST API, as flink-rest.md measured it from 1.17 to 2.3, for one cluster. Each method is
 * one call, never repeated; what the contract has an answer for is returned, and everything else
 * throws {@link FlinkRestException}.
 */
public final class FlinkRestClient {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String RESTARTING = "RESTARTING";
  private static final String JOB_NOT_FOUND = "FlinkJobNotFoundException";
  private static final Pattern BEFORE_CHECKPOINT_TRIGGER =
      Pattern.compile("(?:0|1\\.(?:\\d|1[0-6]))(?:[.-].*)?");
  private static final Pattern GONE =
      Pattern.compile("java\\.io\\.FileNotFoundException: Cannot find ");
  private static final Pattern FOREIGN_FILE_LEFT = Pattern.compile("Directory .+ is not empty");

  /** Far more than Flink ever answers to what is asked here. */
  private static final long LONGEST_ANSWER = 16 << 20;

  private final HttpSource http;
  private final HttpUrl base;
  private final Duration callTimeout;

  /** The HTTP client of a call: what it has to show may change from one to the next. */
  @FunctionalInterface
  interface HttpSource {
    OkHttpClient client() throws IOException;
  }

  /**
   * A client of the cluster at a base URL.
   *
   * @param http shared by all clients: its connections and TLS settings are used, its retries are
   *     not, and it follows no redirect
   * @param callTimeout for one call, from connecting to the last byte
   */
  public FlinkRestClient(OkHttpClient http, HttpUrl base, Duration callTimeout) {
    this(() -> http, base, callTimeout);
  }

  FlinkRestClient(HttpSource http, HttpUrl base, Duration callTimeout) {
    this.http = http;
    this.base = base;
    this.callTimeout = callTimeout;
  }

  /** The version of the JobManager, such as 1.20.5. */
  public String flinkVersion() {
    return get("config").as(Configuration.class).flinkVersion();
  }

  /** The current state of a job and its tasks; empty if the cluster does not know it. */
  public Optional<JobOverview> job(String jobId) {
    var jobs = get("jobs", "overview").as(Jobs.class).jobs();
    return jobs.stream().filter(job -> job.jobId().equals(jobId)).findFirst();
  }

  /**
   * Triggers a savepoint, once per id while Flink remembers it; null values leave the choice to
   * Flink.
   */
  public TriggerAnswer triggerSavepoint(
      String jobId,
      String triggerId,
      @Nullable String targetDirectory,
      @Nullable String formatType) {
    var body = new SavepointTrigger(targetDirectory, formatType, triggerId);
    return triggered(post(body, "jobs", jobId, "savepoints"));
  }

  /** Triggers a checkpoint, once per id while Flink remembers it. Flink can since 1.17 (R12). */
  public TriggerAnswer triggerCheckpoint(String jobId, String triggerId) {
    var answer = post(new CheckpointTrigger(triggerId), "jobs", jobId, "checkpoints");
    if (answer.status() == 404) {
      var version = flinkVersion();
      if (BEFORE_CHECKPOINT_TRIGGER.matcher(version).matches()) {
        return new TriggerAnswer.Rejected(
            "checkpoints can be triggered since Flink 1.17, and this cluster runs " + version);
      }
    }
    return triggered(answer);
  }

  /** What became of a snapshot. */
  SnapshotStatus status(SnapshotType type, String jobId, String triggerId) {
    return switch (type) {
      case SAVEPOINT -> savepointStatus(jobId, triggerId);
      case CHECKPOINT -> checkpointStatus(jobId, triggerId);
    };
  }

  /** What became of a savepoint. */
  public SnapshotStatus savepointStatus(String jobId, String triggerId) {
    return snapshotStatus(
        get("jobs", jobId, "savepoints", triggerId),
        result ->
            Optional.ofNullable(result.location())
                .filter(location -> !location.isEmpty())
                .map(SnapshotStatus.SavepointCompleted::new));
  }

  /** What became of a checkpoint. */
  public SnapshotStatus checkpointStatus(String jobId, String triggerId) {
    return snapshotStatus(
        get("jobs", jobId, "checkpoints", triggerId),
        result ->
            Optional.ofNullable(result.checkpointId())
                .map(SnapshotStatus.CheckpointCompleted::new));
  }

  /**
   * Where a completed checkpoint is, by the job's own history, which may be 3 s old; empty if the
   * history does not show it. The details of a checkpoint can be another job's, so they are not
   * asked for.
   */
  public Optional<String> checkpointPath(String jobId, long checkpointId) {
    var answer = get("jobs", jobId, "checkpoints");
    if (answer.says("Job " + jobId + " not found")) {
      return Optional.empty();
    }
    return answer.as(Checkpoints.class).history().stream()
        .filter(checkpoint -> checkpoint.id() == checkpointId && checkpoint.findable())
        .map(Checkpoint::externalPath)
        .findFirst();
  }

  /**
   * Where the savepoints are that the job took since so long ago, by its own history, which may be
   * 3 s old; none if the cluster does not know the job.
   */
  public List<String> savepointsOf(String jobId, Duration age) {
    var details = details(jobId);
    if (details.isEmpty()) {
      return List.of();
    }
    var since = details.get().ago(age);
    return get("jobs", jobId, "checkpoints")
        .as(Checkpoints.class)
        .savepoints()
        .filter(it -> it.findable() && !it.discarded() && it.triggerTimestamp() >= since)
        .map(Checkpoint::externalPath)
        .distinct()
        .toList();
  }

  /** Whether the job began to restart within the last so long, as far as its details show it. */
  public boolean restartedWithin(String jobId, Duration age) {
    return details(jobId)
        .filter(job -> job.timestamps().getOrDefault(RESTARTING, 0L) >= job.ago(age))
        .isPresent();
  }

  private Optional<JobDetails> details(String jobId) {
    var answer = get("jobs", jobId);
    return answer.says("Job " + jobId + " not found")
        ? Optional.empty()
        : Optional.of(answer.as(JobDetails.class));
  }

  /** Begins to dispose of a savepoint; answers the id of the disposal, which Flink draws. */
  public String dispose(String path) {
    return post(new SavepointDisposal(path), "savepoint-disposal").as(Accepted.class).requestId();
  }

  /** What became of a disposal. An id that Flink does not know any more throws: dispose again. */
  public DisposalStatus disposalStatus(String disposalId) {
    var answer = get("savepoint-disposal", disposalId);
    var operation = answer.as(Operation.class);
    if (operation.inProgress()) {
      return new DisposalStatus.Pending();
    }
    var result = ended(answer, operation);
    var failure = result.failure();
    return failure == null ? new DisposalStatus.Disposed() : notDisposed(failure.stackTrace());
  }

  /** A foreign file in the directory fails the disposal only after the savepoint is deleted. */
  private static DisposalStatus notDisposed(String stackTrace) {
    if (GONE.matcher(stackTrace).find()) {
      return new DisposalStatus.AlreadyGone(FailureCauseFormatter.of(stackTrace));
    }
    return FOREIGN_FILE_LEFT.matcher(stackTrace).find()
        ? new DisposalStatus.Disposed()
        : new DisposalStatus.Failed(FailureCauseFormatter.of(stackTrace));
  }

  private static TriggerAnswer triggered(FlinkResponse answer) {
    if (answer.status() == 400) {
      return new TriggerAnswer.Rejected(rejection(answer));
    }
    answer.as(Accepted.class);
    return new TriggerAnswer.Accepted();
  }

  private static String rejection(FlinkResponse answer) {
    return answer.says("[target-directory] must be provided")
        ? "no savepoint directory: set spec.savepoint.path, or state.savepoints.dir (Flink 2:"
            + " execution.checkpointing.savepoint-dir) in the job's flinkConfiguration"
        : answer.reason();
  }

  private static SnapshotStatus snapshotStatus(
      FlinkResponse answer, Function<Result, Optional<? extends SnapshotStatus>> completed) {
    if (answer.says(" operation with triggerId=")) {
      return new SnapshotStatus.UnknownTrigger(answer.reason());
    }
    if (answer.says(JOB_NOT_FOUND)) {
      return new SnapshotStatus.JobNotFound(answer.reason());
    }
    var operation = answer.as(Operation.class);
    if (operation.inProgress()) {
      return new SnapshotStatus.Pending();
    }
    var result = ended(answer, operation);
    return result.failure() != null
        ? failed(result.failure())
        : completed.apply(result).orElseThrow(() -> answer.unexpected("COMPLETED, but what?"));
  }

  private static SnapshotStatus failed(Failure failure) {
    var cause = FailureCauseFormatter.of(failure.stackTrace());
    return failure.stackTrace().contains(JOB_NOT_FOUND)
        ? new SnapshotStatus.JobNotFound(cause)
        : new SnapshotStatus.Failed(cause);
  }

  private static Result ended(FlinkResponse answer, Operation operation) {
    return Optional.ofNullable(operation.result())
        .orElseThrow(() -> answer.unexpected("COMPLETED without a result"));
  }

  private FlinkResponse get(String... path) {
    return call(request(path).build());
  }

  private FlinkResponse post(Object body, String... path) {
    return call(request(path).post(json(body)).build());
  }

  private Request.Builder request(String... path) {
    var url = base.newBuilder();
    for (var segment : path) {
      url.addPathSegment(segment);
    }
    return new Request.Builder().url(url.build());
  }

  private static RequestBody json(Object body) {
    try {
      return RequestBody.create(FlinkResponse.JSON.writeValueAsBytes(body), JSON);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + body, e);
    }
  }

  private FlinkResponse call(Request request) {
    var handshake = new HandshakeListener();
    Integer status = null;
    try (var response = strict(http.client(), handshake).newCall(request).execute()) {
      status = response.code();
      if (response.body().source().request(LONGEST_ANSWER + 1)) {
        throw new FlinkRestException(request, status, "an answer longer than 16 MiB", null);
      }
      return new FlinkResponse(request, status, response.body().string());
    } catch (UnusableSecretException e) {
      throw new FlinkRestException(request, null, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      var cause = handshake.explain(e);
      var detail = status == null ? "no answer" : "the answer broke off";
      var reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      throw new FlinkRestException(request, status, detail + reason, cause);
    }
  }

  /** One try, at this host and no other: redirects would take credentials along. */
  private OkHttpClient strict(OkHttpClient client, HandshakeListener handshake) {
    return client
        .newBuilder()
        .eventListener(handshake)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(callTimeout)
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        .callTimeout(callTimeout)
        .build();
  }
}
