package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.NOW;
import static io.tidemark.flink.FlinkActivitiesFixture.outageOf;
import static io.tidemark.flink.FlinkActivitiesFixture.runningSince;
import static io.tidemark.flink.FlinkBodies.CHECKPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.EXPIRED;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.JOB_NOT_FOUND;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.FlinkBodies.reply;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotOutcome.Status;
import io.tidemark.workflow.flink.SnapshotTrigger;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HeartbeatingPollerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  private static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(answer(200, SAVEPOINT_COMPLETED), Status.COMPLETED, LOCATION, null),
        Arguments.of(
            answer(200, savepointFailed(EXPIRED)),
            Status.FAILED,
            null,
            "Checkpoint expired before completing."),
        Arguments.of(
            answer(200, savepointFailed(JOB_NOT_FOUND)),
            Status.JOB_NOT_FOUND,
            null,
            "Could not find Flink job (" + JOB + ")"),
        Arguments.of(
            answer(404, unknownTrigger("savepoint")),
            Status.UNKNOWN_TRIGGER,
            null,
            "There is no savepoint operation with triggerId=%s for job %s."
                .formatted(TRIGGER, JOB)));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  @DisplayName("R7 a savepoint is polled to its end")
  void pollsToTheEnd(
      MockResponse last, Status status, @Nullable String location, @Nullable String reason) {
    flink.enqueue(200, IN_PROGRESS, IN_PROGRESS);
    flink.enqueue(last);

    var outcome = flink.activities().awaitOutcome(savepoint(null));

    assertThat(outcome).isEqualTo(new SnapshotOutcome(status, NOW, location, null, reason));
    assertThat(flink.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  @DisplayName("R12 a checkpoint is polled to its number, also as a local activity")
  void pollsACheckpoint() {
    flink.enqueue(200, IN_PROGRESS, CHECKPOINT_COMPLETED);
    var request = new OutcomeRequest(flink.checkpoint(SnapshotTrigger.Mode.FIRST), null);

    assertThat(flink.localActivities().awaitOutcome(request))
        .isEqualTo(new SnapshotOutcome(Status.COMPLETED, NOW, null, 14L, null));
  }

  @Test
  @DisplayName("A snapshot that outlasts the patience is pending")
  void isPendingWhenThePatienceIsOver() {
    always(answer(200, IN_PROGRESS));

    assertThat(flink.activities().awaitOutcome(savepoint(PATIENCE)))
        .isEqualTo(new SnapshotOutcome(Status.PENDING, NOW, null, null, null));
    assertThat(flink.server.getRequestCount()).isGreaterThan(1);
  }

  @Test
  @DisplayName("A patience of zero still polls once")
  void asksWithoutPatience() {
    flink.enqueue(200, SAVEPOINT_COMPLETED);

    assertThat(flink.activities().awaitOutcome(savepoint(Duration.ZERO)).status())
        .isEqualTo(Status.COMPLETED);
  }

  @Test
  @DisplayName("R8 a dropped reply is not a failed savepoint")
  void ridesOutAnOutage() {
    flink.enqueue(
        reply(200, SAVEPOINT_COMPLETED).onResponseBody(new SocketEffect.CloseSocket()).build(),
        answer(503, "{\"errors\":[\"Service temporarily unavailable.\"]}"),
        answer(200, "<html/>"),
        answer(200, IN_PROGRESS),
        reply(200, SAVEPOINT_COMPLETED).onResponseStart(new SocketEffect.CloseSocket()).build(),
        answer(200, SAVEPOINT_COMPLETED));

    assertThat(flink.activities().awaitOutcome(savepoint(null)).status())
        .isEqualTo(Status.COMPLETED);
    assertThat(flink.server.getRequestCount()).isEqualTo(6);
  }

  @Test
  @DisplayName(
      "R8 an outage that lasts fails the activity with its category, for the workflow to show")
  void failsWhenAnOutageLasts() {
    always(answer(503, "{\"errors\":[\"Service temporarily unavailable.\"]}"));
    var activities = flink.activities(outageOf(Duration.ofMillis(100)));

    var failure = failure(catchThrowable(() -> activities.awaitOutcome(savepoint(null))));

    assertThat(failure.getType()).isEqualTo(FlinkErrorCategory.FLINK_ERROR.name());
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "GET %s: HTTP 503, Service temporarily unavailable."
                .formatted(flink.server.url("/jobs/" + JOB + "/savepoints/" + TRIGGER)));
    assertThat(flink.server.getRequestCount()).isPositive();
  }

  @Test
  @DisplayName("R8 with patience, the first broken poll fails the activity")
  void failsAtOnceWithPatience() {
    flink.enqueue(reply(200, IN_PROGRESS).onResponseBody(new SocketEffect.CloseSocket()).build());
    var activities = flink.activities();

    var failure = failure(catchThrowable(() -> activities.awaitOutcome(savepoint(PATIENCE))));

    assertThat(failure.getType()).isEqualTo(FlinkErrorCategory.FLINK_UNREACHABLE.name());
    assertThat(flink.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("A cancellation ends the polling and passes through unchanged")
  void endsWhenCancelled() {
    always(answer(200, IN_PROGRESS));
    flink.temporal.requestCancelActivity();
    var activities = flink.activities();

    assertThatThrownBy(() -> activities.awaitOutcome(savepoint(null)))
        .isInstanceOf(CanceledFailure.class);
    assertThat(flink.server.getRequestCount()).isZero();
  }

  @Test
  @DisplayName("R8 a worker that stops while it waits leaves the retry to another one")
  void endsWhenInterrupted() {
    always(answer(200, IN_PROGRESS));
    var interrupted =
        new OkHttpClient.Builder().addInterceptor(HeartbeatingPollerTest::interrupt).build();
    var activities = flink.activities(interrupted, FlinkActivitiesFixture.TIMINGS);

    var failure = failure(catchThrowable(() -> activities.awaitOutcome(savepoint(null))));

    assertThat(failure.getType()).isEqualTo(RetryableFailures.WORKER_STOPPED);
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "The Tidemark worker stopped while it waited for Flink; another worker continues");
  }

  @Test
  @DisplayName("S2 a stopping worker hands its polls back, also one without an answer")
  void handsBackWhenTheWorkerStops() {
    var implementation = flink.implementation(new OkHttpClient(), FlinkActivitiesFixture.TIMINGS);
    flink.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            implementation.close();
            return reply(200, IN_PROGRESS).headersDelay(1, TimeUnit.HOURS).build();
          }
        });
    var activities = flink.activities(implementation);

    var failure = failure(catchThrowable(() -> activities.awaitOutcome(savepoint(null))));

    assertThat(failure.getType()).isEqualTo(RetryableFailures.WORKER_STOPPED);
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(flink.server.getRequestCount()).isEqualTo(1);
  }

  private static Response interrupt(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    var body = response.body().string();
    Thread.currentThread().interrupt();
    return response.newBuilder().body(ResponseBody.create(body, null)).build();
  }

  @Test
  @DisplayName("R10 a job is awaited until all its tasks run")
  void awaitsTheTasks() {
    flink.enqueue(200, overview("CREATED", 0, 0, 2, 1), overview("RUNNING", 1, 0, 2, 1));
    flink.enqueue(200, runningSince(Duration.ofHours(1)));

    assertThat(flink.activities().awaitReady(flink.job))
        .isEqualTo(new JobReadiness(true, "job is RUNNING"));
    assertThat(flink.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  @DisplayName("R10 a job that ends meanwhile is not awaited any longer")
  void awaitsNoEndedJob() {
    flink.enqueue(200, overview("RUNNING", 1, 0, 2, 1), overview("FAILED", 0, 0, 2, 1));

    assertThat(flink.activities().awaitReady(flink.job))
        .isEqualTo(new JobReadiness(false, "job is FAILED"));
  }

  @Test
  @DisplayName("R10 a job that its cluster does not know yet is awaited")
  void awaitsAnUnknownJob() {
    flink.enqueue(200, "{\"jobs\":[]}", FlinkActivitiesFixture.runningSince(Duration.ZERO));

    assertThat(flink.activities().awaitReady(flink.job).ready()).isTrue();
  }

  private OutcomeRequest savepoint(@Nullable Duration patience) {
    return new OutcomeRequest(flink.savepoint(SnapshotTrigger.Mode.FIRST), patience);
  }

  private void always(MockResponse answer) {
    flink.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer;
          }
        });
  }

  private static ApplicationFailure failure(Throwable thrown) {
    assertThat(thrown).hasCauseInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) thrown.getCause();
  }
}
