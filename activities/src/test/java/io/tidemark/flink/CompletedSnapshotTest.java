package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.DISPOSED;
import static io.tidemark.flink.FlinkBodies.GONE;
import static io.tidemark.flink.FlinkBodies.HISTORY;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.reply;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.DisposalResult.Status;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls for a completed snapshot: its path, and its disposal. */
@Timeout(60)
class CompletedSnapshotTest {
  private static final String NO_JOBS = "{\"jobs\": []}";
  private static final String PATH = "//team/savepoint-1";

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("R15 a savepoint is disposed of, and the disposal polled to its end")
  void disposes() {
    flink.enqueue(200, NO_JOBS, ACCEPTED, IN_PROGRESS);
    flink.enqueue(
        reply(200, DISPOSED).onResponseBody(new SocketEffect.CloseSocket()).build(),
        answer(200, DISPOSED));

    assertThat(dispose()).isEqualTo(new DisposalResult(Status.DISPOSED, null));
    assertThat(flink.requests())
        .containsExactly(
            "GET overview",
            "POST savepoint-disposal",
            "GET " + TRIGGER,
            "GET " + TRIGGER,
            "GET " + TRIGGER);
  }

  @Test
  @DisplayName("R15 a savepoint that no longer exists counts as disposed of")
  void findsASavepointGone() {
    flink.enqueue(200, NO_JOBS, ACCEPTED, savepointFailed(GONE));

    assertThat(dispose())
        .isEqualTo(
            new DisposalResult(
                Status.ALREADY_GONE,
                "Could not dispose savepoint P: Cannot find checkpoint or savepoint file/directory"
                    + " 'P' on file system 'file'."));
  }

  @Test
  @DisplayName("R15 a disposal that Flink cannot do fails with Flink's reason")
  void fails() {
    flink.enqueue(
        200, NO_JOBS, ACCEPTED, savepointFailed("java.io.IOException: Unexpected magic number."));

    assertThat(dispose()).isEqualTo(new DisposalResult(Status.FAILED, "Unexpected magic number."));
  }

  @Test
  @DisplayName("R15 a disposal that a restarted JobManager has forgotten is repeated at once")
  void repeatsAForgottenDisposal() {
    flink.enqueue(200, NO_JOBS, ACCEPTED);
    flink.enqueue(
        404,
        errors(
            "org.apache.flink.runtime.rest.NotFoundException: Operation not found under key: x"));

    var failure = catchThrowable(this::dispose).getCause();

    assertThat(failure)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> assertThat(e.getType()).isEqualTo(FlinkErrorCategory.FLINK_ERROR.name()));
    assertThat(flink.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  @DisplayName("R15 inside the workflow task, a disposal that takes longer is pending under its id")
  void pending() {
    flink.enqueue(200, NO_JOBS, ACCEPTED);
    flink.enqueue(reply(503, "").build());

    assertThat(disposeLocally()).isEqualTo(DisposalResult.pending(TRIGGER));
  }

  @Test
  @DisplayName("R15 inside the workflow task, a job that is about to start is not waited for long")
  void pendingBeforeItBegins() {
    flink.enqueue(200, jobs("CREATED"));
    flink.enqueue(reply(503, "").build());

    assertThat(disposeLocally()).isEqualTo(DisposalResult.pending(null));
  }

  @Test
  @DisplayName("R15 a pending disposal is polled under its id, and not requested again")
  void continues() {
    flink.enqueue(200, DISPOSED);

    assertThat(continueDisposal().status()).isEqualTo(Status.DISPOSED);
    assertThat(flink.requests()).containsExactly("GET " + TRIGGER);
  }

  @Test
  @DisplayName("R15 a pending disposal that Flink has forgotten is requested again")
  void continuesAForgottenOne() {
    flink.enqueue(404, errors("Operation not found under key: x"));
    flink.enqueue(200, NO_JOBS, ACCEPTED, DISPOSED);

    assertThat(continueDisposal().status()).isEqualTo(Status.DISPOSED);
  }

  private DisposalResult continueDisposal() {
    return flink.activities().dispose(new DisposalRequest(flink.job, LOCATION, TRIGGER));
  }

  private DisposalResult disposeLocally() {
    return flink.localActivities().dispose(new DisposalRequest(flink.job, LOCATION));
  }

  @Test
  @DisplayName(
      "R19 a savepoint stays while a job that restored from it has no checkpoint of its own")
  void restored() {
    flink.enqueue(200, jobs("FINISHED", "RUNNING"), restoredFrom("s3a:" + PATH, "null"));

    assertThat(disposeOf("s3:" + PATH))
        .isEqualTo(
            new DisposalResult(
                Status.IN_USE,
                "Flink job RUNNING has restored from it and has no checkpoint of its own"));
    assertThat(flink.requests()).containsExactly("GET overview", "GET checkpoints");
  }

  @Test
  @DisplayName(
      "R19 a job with a checkpoint of its own, or from elsewhere, does not keep a savepoint")
  void notNeeded() {
    flink.enqueue(
        200,
        jobs("RUNNING", "RESTARTING", "CANCELLING"),
        restoredFrom("s3:" + PATH, "{\"id\": 4, \"status\": \"COMPLETED\"}"),
        restoredFrom("s3:" + PATH + "-2", "null"));
    flink.enqueue(404, errors("Checkpointing has not been enabled."));
    flink.enqueue(200, ACCEPTED, DISPOSED);

    assertThat(disposeOf("s3:" + PATH).status()).isEqualTo(Status.DISPOSED);
  }

  @ParameterizedTest
  @DisplayName("R19 a job that is about to start may restore from the savepoint: it is waited for")
  @ValueSource(strings = {"INITIALIZING", "CREATED", "RECONCILING"})
  void starting(String state) {
    flink.enqueue(200, jobs(state), jobs("RUNNING"), restoredFrom("s3:" + PATH, "null"));

    assertThat(disposeOf("s3:" + PATH).status()).isEqualTo(Status.IN_USE);
  }

  @Test
  @DisplayName("R15 R19 after a job has started, it is decided again whether to dispose")
  void startedElsewhere() {
    flink.enqueue(200, jobs("CREATED"), jobs("RUNNING"), restoredFrom("s3:" + PATH + "-2", "null"));
    flink.enqueue(200, ACCEPTED, DISPOSED);

    assertThat(disposeOf("s3:" + PATH)).isEqualTo(DisposalResult.pending(null));
    assertThat(flink.requests()).doesNotContain("POST savepoint-disposal");
  }

  /** The jobs of a cluster, each with its state as its id. */
  private static String jobs(String... states) {
    return Stream.of(states)
        .map(
            state ->
                """
                {"jid": "%1$s", "duration": 1, "state": "%1$s",
                 "tasks": {"total": 1, "running": 1, "finished": 0}}"""
                    .formatted(state))
        .collect(joining(",", "{\"jobs\": [", "]}"));
  }

  private static String restoredFrom(String path, String completed) {
    return """
        {"history": [], "latest": {"completed": %s,
         "restored": {"id": 3, "is_savepoint": true, "external_path": "%s"}}}"""
        .formatted(completed, path);
  }

  @Test
  @DisplayName("R12 a checkpoint's path is read from the job's history")
  void readsThePath() {
    flink.enqueue(200, HISTORY);

    assertThat(flink.activities().checkpointPath(new CheckpointPathRequest(flink.job, 17)))
        .isEqualTo(new CheckpointPathResult("file:/c/" + JOB + "/chk-17", ""));
  }

  @ParameterizedTest
  @CsvSource({"99, web.refresh-interval", "16, web.checkpoints.history"})
  @DisplayName(
      "R12 a missing path is polled for twice the statistics' age, then blamed on a setting")
  void missesThePath(long checkpoint, String setting) {
    flink.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(200, request.getTarget().endsWith("config") ? config(300) : HISTORY);
          }
        });

    var result =
        flink.activities().checkpointPath(new CheckpointPathRequest(flink.job, checkpoint));

    assertThat(result.path()).isNull();
    assertThat(result.missing()).contains(setting);
    assertThat(flink.server.getRequestCount()).isGreaterThan(3);
  }

  @Test
  @DisplayName("R12 the path is looked at once inside the workflow task")
  void missesThePathLocally() {
    flink.enqueue(200, HISTORY);

    var result = flink.localActivities().checkpointPath(new CheckpointPathRequest(flink.job, 99));

    assertThat(result.path()).isNull();
    assertThat(flink.server.getRequestCount()).isEqualTo(1);
  }

  private static String config(int refreshInterval) {
    return "{\"refresh-interval\":" + refreshInterval + ",\"flink-version\":\"1.20.5\"}";
  }

  private DisposalResult dispose() {
    return disposeOf(LOCATION);
  }

  private DisposalResult disposeOf(String path) {
    return flink.activities().dispose(new DisposalRequest(flink.job, path));
  }
}
