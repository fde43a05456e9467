package io.tidemark.flink.job;

import io.tidemark.flink.FailureCauseFormatter;
import io.tidemark.flink.FlinkHttp;
import io.tidemark.flink.FlinkResponse;
import io.tidemark.flink.FlinkRestClient;
import io.tidemark.flink.JobOverview;
import io.tidemark.flink.RestServerConfiguration;
import io.tidemark.flink.job.JobMessages.CheckpointConfiguration;
import io.tidemark.flink.job.JobMessages.Exceptions;
import io.tidemark.flink.job.JobMessages.Jar;
import io.tidemark.flink.job.JobMessages.Jars;
import io.tidemark.flink.job.JobMessages.Operation;
import io.tidemark.flink.job.JobMessages.Run;
import io.tidemark.flink.job.JobMessages.Submitted;
import io.tidemark.flink.job.JobMessages.Times;
import io.tidemark.flink.job.JobMessages.Upload;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import okhttp3.MultipartBody;

/**
 * Calls what Flink's REST API has for starting, stopping and observing jobs. Each method makes one
 * call and never repeats it. It returns what Flink can answer; everything else throws {@link
 * io.tidemark.flink.FlinkRestException}. {@code docs/reference/flink-rest.md} has the measured
 * answers.
 */
final class JobRestClient {
  /** Both are a 500 or a 400, depending on whether {@code main} had started (J10). */
  private static final Pattern JAR_MISSING =
      Pattern.compile(
          "Jar file .+ does not exist|FileNotFoundException: .+\\.jar \\(No such file or directory\\)");

  private static final Pattern DUPLICATE =
      Pattern.compile("Duplicate(?:Job|Application)SubmissionException");

  /** Flink's own calls without an answer: those of a program's {@code main} read otherwise. */
  private static final Pattern UNKNOWN_OUTCOME =
      Pattern.compile(
          "TimeoutException: Invocation of \\[|FencingTokenException|RecipientUnreachableException");

  private static final String PROGRAM = "ProgramInvocationException";
  private static final Pattern SAVEPOINT_OF_FAILED_STOP =
      Pattern.compile("A savepoint has been created at: (?<path>.+?), but the corresponding job");
  private static final String NO_SUCH_JAR = " does not exist in ";

  private final FlinkHttp http;
  private final FlinkRestClient jobs;

  JobRestClient(FlinkHttp http) {
    this.http = http;
    this.jobs = new FlinkRestClient(http);
  }

  /** Reads the cluster's version, and whether it takes jars. */
  RestServerConfiguration cluster() {
    return jobs.configuration();
  }

  /** Reads the cluster's own configuration; empty if it refuses to tell. */
  Optional<JobManagerConfiguration> configuration() {
    var answer = http.get("jobmanager", "config");
    return answer.status() >= HttpURLConnection.HTTP_BAD_REQUEST
            && answer.status() < HttpURLConnection.HTTP_INTERNAL_ERROR
        ? Optional.empty()
        : Optional.of(
            JobManagerConfiguration.of(answer.as(JobMessages.ConfigurationEntry[].class)));
  }

  /** Makes sure that a JobManager leads. */
  void requireLeader() {
    http.get("overview").as(Map.class);
  }

  /** Returns the current state of a job and its tasks; empty if the cluster does not know it. */
  Optional<JobOverview> job(String jobId) {
    return jobs.job(jobId);
  }

  /**
   * Uploads a jar, which is streamed.
   *
   * @param name the file name that the cluster shows
   * @param passed is given the number of bytes so far
   * @return Flink's id of the jar
   */
  String upload(Path jar, String name, LongConsumer passed, Duration longest) {
    var body =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("jarfile", name, new FileBody(jar, passed))
            .build();
    return http.takingUpTo(longest).post(body, "jars", "upload").as(Upload.class).jarId();
  }

  /** Reads the ids of the jars that were uploaded with this name. */
  List<String> jars(String name) {
    return http.get("jars").as(Jars.class).files().stream()
        .filter(jar -> name.equals(jar.name()))
        .map(Jar::id)
        .toList();
  }

  /** Computes the plan of a run, which runs {@code main} and starts nothing. */
  PlanResponse plan(String jarId, Run run, Duration longest) {
    var answer = http.takingUpTo(longest).post(run, "jars", jarId, "plan");
    if (JAR_MISSING.matcher(answer.error()).find()) {
      return new PlanResponse.JarMissing(answer.reason());
    }
    if (isRefusal(answer)) {
      return new PlanResponse.Refused(answer.reason());
    }
    answer.as(Map.class);
    return new PlanResponse.Planned();
  }

  /** Submits a job; the answer comes when {@code main} has ended. */
  RunResponse run(String jarId, Run run, Duration longest) {
    var answer = http.takingUpTo(longest).post(run, "jars", jarId, "run");
    var error = answer.error();
    if (DUPLICATE.matcher(error).find() || UNKNOWN_OUTCOME.matcher(error).find()) {
      return new RunResponse.Undecided(answer.reason());
    }
    if (JAR_MISSING.matcher(error).find()) {
      return new RunResponse.JarMissing(answer.reason());
    }
    return isRefusal(answer)
        ? new RunResponse.Refused(answer.reason())
        : new RunResponse.Accepted(answer.as(Submitted.class).jobId());
  }

  /** A 500 of another kind says nothing of the program. */
  private static boolean isRefusal(FlinkResponse answer) {
    var error = answer.error();
    return !error.isEmpty()
        && !UNKNOWN_OUTCOME.matcher(error).find()
        && (answer.status() == HttpURLConnection.HTTP_BAD_REQUEST || error.contains(PROGRAM));
  }

  /** Deletes a jar. Returns once it is gone, or was gone before. */
  void deleteJar(String jarId) {
    var answer = http.delete("jars", jarId);
    if (!answer.isError(NO_SUCH_JAR)) {
      answer.as(Map.class);
    }
  }

  /** Triggers a stop with savepoint, once per trigger id while Flink remembers it. */
  Optional<String> stop(String jobId, JobMessages.Stop stop) {
    var answer = http.post(stop, "jobs", jobId, "stop");
    if (answer.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
      return Optional.of(answer.reason());
    }
    answer.as(Map.class);
    return Optional.empty();
  }

  /** Reads the state of a triggered stop. */
  StopStatus stopStatus(String jobId, String triggerId) {
    var answer = http.get("jobs", jobId, "savepoints", triggerId);
    if (answer.isError(" operation with triggerId=")) {
      return new StopStatus.Unknown(answer.reason());
    }
    var operation = answer.as(Operation.class);
    if (operation.inProgress()) {
      return new StopStatus.Pending();
    }
    var result = operation.result();
    if (result != null && result.failure() != null) {
      return failed(result.failure().stackTrace());
    }
    if (result == null || result.location() == null) {
      throw answer.unexpected("COMPLETED without a location");
    }
    return new StopStatus.Completed(result.location());
  }

  private static StopStatus failed(String stackTrace) {
    var saved = SAVEPOINT_OF_FAILED_STOP.matcher(stackTrace);
    var reason = FailureCauseFormatter.of(stackTrace);
    return saved.find()
        ? new StopStatus.StoppedWithFailure(saved.group("path"), reason)
        : new StopStatus.Failed(reason);
  }

  /** Asks for a job to be cancelled. One that has ended, or is unknown, is left as it is. */
  void cancel(String jobId) {
    var answer = http.patch("cancel", "jobs", jobId);
    if (!answer.isError("Job could not be found") && !answer.isError("another terminal state")) {
      answer.as(Map.class);
    }
  }

  /** Reads the checkpoint statistics of a job; empty if the cluster does not know it. */
  Optional<JobStatistics> statistics(String jobId) {
    return known(http.get("jobs", jobId, "checkpoints"), JobStatistics.class);
  }

  /** Reads whether a cancel leaves the job's checkpoints; empty if Flink does not say (J15). */
  Optional<Boolean> keepsCheckpoints(String jobId) {
    return known(http.get("jobs", jobId, "checkpoints", "config"), CheckpointConfiguration.class)
        .flatMap(CheckpointConfiguration::survivesCancel);
  }

  /** Reads the last failure of a job, in one readable line. */
  Optional<String> failure(String jobId) {
    return known(http.get("jobs", jobId, "exceptions"), Exceptions.class)
        .flatMap(Exceptions::stackTrace)
        .map(FailureCauseFormatter::of);
  }

  /** Reads the times of a job by the JobManager's clock. */
  Optional<Times> times(String jobId) {
    return known(http.get("jobs", jobId), Times.class);
  }

  private static <T> Optional<T> known(FlinkResponse answer, Class<T> type) {
    return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
        ? Optional.empty()
        : Optional.of(answer.as(type));
  }
}
