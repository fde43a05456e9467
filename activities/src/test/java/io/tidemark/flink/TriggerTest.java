package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.NOW;
import static io.tidemark.flink.FlinkActivitiesFixture.runningSince;
import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.CHECKPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.EXPIRED;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.JOB_NOT_FOUND;
import static io.tidemark.flink.FlinkBodies.NO_DIRECTORY;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.flink.TriggerResult.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 600, -4, -600})
  @DisplayName(
      "R9 a first trigger that comes late, or of a time to come, may be repeated, and asks")
  void asksUnlessRecent(long age) {
    flink.enqueue(200, IN_PROGRESS);

    var result = flink.activities().trigger(flink.savepoint(Mode.FIRST, Duration.ofSeconds(age)));

    assertThat(result.status()).isEqualTo(Status.TRIGGERED);
    assertThat(flink.requests()).containsExactly("GET " + TRIGGER);
  }

  @Test
  @DisplayName("R9 the run that wrote the attempt sends it without asking")
  void sendsTheFirst() {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, ACCEPTED);

    var result = flink.activities().trigger(flink.savepoint(Mode.FIRST));

    assertThat(result).isEqualTo(new TriggerResult(Status.TRIGGERED, NOW, null));
    assertThat(flink.requests()).containsExactly("GET overview", "POST savepoints");
  }

  @Test
  @DisplayName("R12 a checkpoint is sent in the same way, also as a local activity")
  void sendsACheckpoint() {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, ACCEPTED);

    var result = flink.localActivities().trigger(flink.checkpoint(Mode.FIRST));

    assertThat(result.status()).isEqualTo(Status.TRIGGERED);
    assertThat(flink.requests()).containsExactly("GET overview", "POST checkpoints");
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, 1, 0, 2, NOT_READY, job is RUNNING but 1 of 2 tasks are running",
    "RUNNING, 0, 2, 2, NOT_READY, job is RUNNING but 0 of 2 tasks are running",
    "RUNNING, 0, 0, 0, NOT_READY, job is RUNNING but 0 of 0 tasks are running",
    "RESTARTING, 0, 0, 2, NOT_READY, job is RESTARTING",
    "INITIALIZING, 0, 0, 0, NOT_READY, job is INITIALIZING",
    "CANCELLING, 2, 0, 2, NOT_READY, job is CANCELLING",
    "SUSPENDED, 0, 0, 2, NOT_READY, job is SUSPENDED",
    "FINISHED, 0, 2, 2, JOB_ENDED, job is FINISHED",
    "FAILED, 0, 0, 2, JOB_ENDED, job is FAILED",
    "CANCELED, 0, 0, 2, JOB_ENDED, job is CANCELED"
  })
  @DisplayName("R10 nothing is sent to a job that is not ready")
  void sendsNothing(
      String state, int running, int finished, int total, Status status, String reason) {
    flink.enqueue(200, overview(state, running, finished, total, 1));

    var result = flink.activities().trigger(flink.savepoint(Mode.FIRST));

    assertThat(result).isEqualTo(new TriggerResult(status, NOW, reason));
    assertThat(flink.requests()).containsExactly("GET overview");
  }

  @Test
  @DisplayName("R10 a job with some tasks finished is ready")
  void sendsToAJobWithFinishedTasks() {
    flink.enqueue(200, overview("RUNNING", 1, 1, 2, 1));
    flink.enqueue(202, ACCEPTED);

    assertThat(flink.activities().trigger(flink.savepoint(Mode.FIRST)).status())
        .isEqualTo(Status.TRIGGERED);
  }

  @Test
  @DisplayName("R10 a job that its cluster does not know yet is not ready")
  void waitsForAnUnknownJob() {
    flink.enqueue(200, "{\"jobs\":[]}");

    assertThat(flink.activities().trigger(flink.savepoint(Mode.FIRST)))
        .isEqualTo(
            new TriggerResult(Status.NOT_READY, NOW, "the cluster does not know job " + JOB));
  }

  @Test
  @DisplayName("R7 Flink's refusal of the request is permanent")
  void rejects() {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(400, errors(NO_DIRECTORY));

    var result = flink.activities().trigger(flink.savepoint(Mode.FIRST));

    assertThat(result.status()).isEqualTo(Status.REJECTED);
    assertThat(result.reason()).contains("spec.savepoint.path", "state.savepoints.dir");
  }

  @Test
  @DisplayName("R9 the id of Flink's answer is the one to query for")
  void acceptedUnderAnotherId() {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, "{\"request-id\":\"ffff\"}");

    assertThat(flink.activities().trigger(flink.savepoint(Mode.FIRST)))
        .isEqualTo(new TriggerResult(Status.TRIGGERED, NOW, "", "ffff"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 404})
  @DisplayName("R9 an attempt that ended at the look at the job was not sent")
  void notSentAfterAnError(int status) {
    flink.enqueue(status, errors("Service temporarily unavailable"));

    var result = flink.activities().trigger(flink.savepoint(Mode.FIRST));

    assertThat(result.status()).isEqualTo(Status.NOT_REACHED);
    assertThat(result.reason()).contains("HTTP " + status);
    assertThat(flink.requests()).containsExactly("GET overview");
  }

  @Test
  @DisplayName("R9 an attempt at a host that refuses the connection was not sent")
  void notSentToAClosedPort() {
    flink.server.close();

    assertThat(flink.activities().trigger(flink.savepoint(Mode.FIRST)).status())
        .isEqualTo(Status.NOT_REACHED);
  }

  @Test
  @DisplayName("R9 an attempt whose trigger got no answer may have been sent")
  void maybeSent() {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    var activities = flink.activities();
    var trigger = flink.savepoint(Mode.FIRST);

    assertThatThrownBy(() -> activities.trigger(trigger)).isInstanceOf(ActivityFailure.class);
  }

  @Test
  @DisplayName("R9 what was found under way may have been sent, however its calls end")
  void underWayMayHaveBeenSent() {
    flink.server.close();
    var activities = flink.activities();
    var trigger = flink.savepoint(Mode.UNDER_WAY);

    assertThatThrownBy(() -> activities.trigger(trigger)).isInstanceOf(ActivityFailure.class);
  }

  @Test
  @DisplayName("R12 the checkpoint type is sent")
  void checkpointType() throws InterruptedException {
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, ACCEPTED);

    flink.activities().trigger(flink.checkpoint(Mode.FIRST));

    flink.server.takeRequest();
    var body = flink.server.takeRequest().getBody();
    assertThat(body).isNotNull();
    assertThat(body.utf8())
        .isEqualTo("{\"checkpointType\":\"FULL\",\"triggerId\":\"" + TRIGGER + "\"}");
  }

  private static Stream<String> answersAboutAKnownId() {
    return Stream.of(
        IN_PROGRESS, SAVEPOINT_COMPLETED, savepointFailed(EXPIRED), savepointFailed(JOB_NOT_FOUND));
  }

  @ParameterizedTest
  @MethodSource("answersAboutAKnownId")
  @DisplayName("R9 an attempt that was found under way is not sent if Flink knows it")
  void asksFirst(String answer) {
    flink.enqueue(200, answer);

    var result = flink.activities().trigger(flink.savepoint(Mode.UNDER_WAY));

    assertThat(result).isEqualTo(new TriggerResult(Status.TRIGGERED, NOW, null));
    assertThat(flink.requests()).containsExactly("GET " + TRIGGER);
  }

  @Test
  @DisplayName("R9 a checkpoint that was found under way is asked for as a checkpoint")
  void asksForACheckpoint() {
    flink.enqueue(200, CHECKPOINT_COMPLETED);

    assertThat(flink.activities().trigger(flink.checkpoint(Mode.UNDER_WAY)).status())
        .isEqualTo(Status.TRIGGERED);
  }

  @Test
  @DisplayName("R18 an id that cannot have arrived is sent")
  void sendsWhatNeverArrived() {
    flink.enqueue(404, unknownTrigger("savepoint"));
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, ACCEPTED);

    var result = flink.activities().trigger(flink.savepoint(Mode.UNDER_WAY));

    assertThat(result.status()).isEqualTo(Status.TRIGGERED);
    assertThat(flink.requests())
        .isEqualTo(List.of("GET " + TRIGGER, "GET overview", "POST savepoints"));
  }

  @Test
  @DisplayName("R18 an id that cannot have arrived waits for the job like any other")
  void doesNotSendWhatNeverArrivedToAJobThatIsNotReady() {
    flink.enqueue(404, unknownTrigger("savepoint"));
    flink.enqueue(200, overview("RUNNING", 1, 0, 2, HOUR.toMillis()));

    assertThat(flink.activities().trigger(flink.savepoint(Mode.UNDER_WAY)).status())
        .isEqualTo(Status.NOT_READY);
  }

  @Test
  @DisplayName("R18 an id is lost when the JobManager's record of the job is younger than it")
  void losesTheIdWithTheJobManager() {
    flink.enqueue(404, unknownTrigger("savepoint"));
    flink.enqueue(200, runningSince(Duration.ofSeconds(10)));

    assertThat(flink.activities().trigger(flink.savepoint(Mode.UNDER_WAY)))
        .isEqualTo(
            new TriggerResult(
                Status.LOST,
                NOW,
                "Flink does not know trigger id %s: its JobManager has restarted since the attempt"
                    .formatted(TRIGGER)));
    assertThat(flink.requests()).containsExactly("GET " + TRIGGER, "GET overview");
  }

  @Test
  @DisplayName("R18 an id is lost when a restarted JobManager does not know the job either")
  void losesTheIdWithTheJob() {
    flink.enqueue(404, unknownTrigger("savepoint"));
    flink.enqueue(200, "{\"jobs\":[]}");

    assertThat(flink.activities().trigger(flink.savepoint(Mode.UNDER_WAY)).status())
        .isEqualTo(Status.LOST);
  }

  @ParameterizedTest
  @CsvSource({"299, TRIGGERED", "300, LOST", "3000, LOST", "-2, TRIGGERED", "-600, LOST"})
  @DisplayName("R18 an id is lost when Flink may have forgotten it, or its age cannot be known")
  void losesAnOldId(int seconds, Status status) {
    flink.enqueue(404, unknownTrigger("savepoint"));
    flink.enqueue(200, runningSince(HOUR));
    flink.enqueue(202, ACCEPTED);
    var trigger = flink.savepoint(Mode.UNDER_WAY, Duration.ofSeconds(seconds));

    assertThat(flink.activities().trigger(trigger).status()).isEqualTo(status);
  }

  @Test
  @DisplayName("R9 settling only asks: an unknown id is lost, whatever its age")
  void settlesWithoutSending() {
    flink.enqueue(404, unknownTrigger("savepoint"));

    var result = flink.activities().trigger(flink.savepoint(Mode.SETTLE));

    assertThat(result.status()).isEqualTo(Status.LOST);
    assertThat(result.reason()).contains(TRIGGER, "its JobManager has restarted", "300 s");
    assertThat(flink.requests()).containsExactly("GET " + TRIGGER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"UNDER_WAY", "SETTLE"})
  @DisplayName("R9 settling finds what is under way")
  void findsWhatIsUnderWay(Mode mode) {
    flink.enqueue(200, IN_PROGRESS);

    assertThat(flink.activities().trigger(flink.savepoint(mode)).status())
        .isEqualTo(Status.TRIGGERED);
  }
}
