package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.CHECKPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.DISPOSED;
import static io.tidemark.flink.FlinkBodies.EXPIRED;
import static io.tidemark.flink.FlinkBodies.GONE;
import static io.tidemark.flink.FlinkBodies.HISTORY;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.JOB_NOT_FOUND;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.NO_DIRECTORY;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.checkpointFailed;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.FlinkBodies.restHandlerException;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with an answer that Flink's REST API defines. */
class FlinkRestClientTest {
  private final MockWebServer server = new MockWebServer();
  private FlinkRestClient flink;

  @BeforeEach
  void start() throws IOException {
    server.start();
    flink = new FlinkRestClient(new OkHttpClient(), server.url("/"), Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("R9 a savepoint is triggered with the exact fields that every release takes")
  void triggersASavepoint() throws InterruptedException {
    server.enqueue(answer(202, ACCEPTED));

    assertThat(flink.triggerSavepoint(JOB, TRIGGER, "/d", "CANONICAL"))
        .isEqualTo(new TriggerResponse.Accepted(TRIGGER));
    assertThat(request())
        .isEqualTo(
            "POST /jobs/%s/savepoints {\"target-directory\":\"/d\",\"formatType\":\"CANONICAL\",\"triggerId\":\"%s\"}"
                .formatted(JOB, TRIGGER));
  }

  @Test
  @DisplayName("R4 no directory is sent where none is configured")
  void leavesTheDirectoryToFlink() throws InterruptedException {
    server.enqueue(answer(202, ACCEPTED));

    flink.triggerSavepoint(JOB, TRIGGER, null, null);

    assertThat(request()).endsWith("/savepoints {\"triggerId\":\"" + TRIGGER + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[execution.checkpointing.savepoint-dir]", "[state.savepoints.dir]"})
  @DisplayName("R4 Flink's refusal of a savepoint without a directory names both places to set it")
  void namesThePlacesForTheDirectory(String key) {
    var stackTrace = NO_DIRECTORY.replace("[execution.checkpointing.savepoint-dir]", key);
    server.enqueue(answer(400, errors(stackTrace)));

    assertThat(flink.triggerSavepoint(JOB, TRIGGER, null, "CANONICAL"))
        .isEqualTo(
            new TriggerResponse.Rejected(
                "no savepoint directory: set spec.savepoint.path, or state.savepoints.dir (Flink 2:"
                    + " execution.checkpointing.savepoint-dir) in the job's flinkConfiguration"));
  }

  @Test
  @DisplayName("R7 a request that Flink calls wrong is rejected with Flink's reason")
  void rejectsAWrongRequest() {
    server.enqueue(
        answer(
            400,
            restHandlerException(
                "Request did not match expected format SavepointTriggerRequestBody.")));

    assertThat(flink.triggerSavepoint(JOB, TRIGGER, "/d", "NONE"))
        .isEqualTo(
            new TriggerResponse.Rejected(
                "Request did not match expected format SavepointTriggerRequestBody."));
  }

  @Test
  @DisplayName("R12 a checkpoint is triggered with its type and id")
  void triggersACheckpoint() throws InterruptedException {
    server.enqueue(answer(202, ACCEPTED));

    assertThat(flink.triggerCheckpoint(JOB, TRIGGER, "FULL"))
        .isEqualTo(new TriggerResponse.Accepted(TRIGGER));
    assertThat(request())
        .isEqualTo(
            "POST /jobs/%s/checkpoints {\"checkpointType\":\"FULL\",\"triggerId\":\"%s\"}"
                .formatted(JOB, TRIGGER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.16.3", "1.9-SNAPSHOT", "1.16"})
  @DisplayName("R12 a checkpoint on Flink before 1.17 is rejected")
  void rejectsACheckpointOnAnOldFlink(String version) {
    server.enqueue(answer(404, errors("Not found: /jobs/" + JOB + "/checkpoints")));
    server.enqueue(
        answer(200, "{\"refresh-interval\":3000,\"flink-version\":\"" + version + "\"}"));

    assertThat(flink.triggerCheckpoint(JOB, TRIGGER, "FULL"))
        .isEqualTo(
            new TriggerResponse.Rejected(
                "checkpoints can be triggered from Flink 1.17 on, but this cluster runs "
                    + version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.17.0", "1.20.5", "2.3.0"})
  @DisplayName("R12 a 404 of a newer Flink is not a rejection")
  void doesNotBlameANewFlink(String version) {
    server.enqueue(answer(404, errors("Not found: /jobs/" + JOB + "/checkpoints")));
    server.enqueue(
        answer(200, "{\"refresh-interval\":3000,\"flink-version\":\"" + version + "\"}"));

    assertThatExceptionOfType(FlinkRestException.class)
        .isThrownBy(() -> flink.triggerCheckpoint(JOB, TRIGGER, "FULL"))
        .withMessageEndingWith("HTTP 404, Not found: /jobs/" + JOB + "/checkpoints");
  }

  @Test
  void readsTheStatusOfASavepoint() throws InterruptedException {
    server.enqueue(answer(200, IN_PROGRESS));
    server.enqueue(answer(200, SAVEPOINT_COMPLETED));
    server.enqueue(answer(200, savepointFailed(EXPIRED)));

    assertThat(flink.savepointStatus(JOB, TRIGGER)).isEqualTo(new SnapshotStatus.Pending());
    assertThat(flink.savepointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.SavepointCompleted(LOCATION));
    assertThat(flink.savepointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.Failed("Checkpoint expired before completing."));
    assertThat(request()).isEqualTo("GET /jobs/%s/savepoints/%s ".formatted(JOB, TRIGGER));
  }

  @Test
  @DisplayName("R12 a checkpoint's failure has another key than a savepoint's")
  void readsTheStatusOfACheckpoint() throws InterruptedException {
    server.enqueue(answer(200, IN_PROGRESS));
    server.enqueue(answer(200, CHECKPOINT_COMPLETED));
    server.enqueue(answer(200, checkpointFailed(EXPIRED)));

    assertThat(flink.checkpointStatus(JOB, TRIGGER)).isEqualTo(new SnapshotStatus.Pending());
    assertThat(flink.checkpointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.CheckpointCompleted(14));
    assertThat(flink.checkpointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.Failed("Checkpoint expired before completing."));
    assertThat(request()).isEqualTo("GET /jobs/%s/checkpoints/%s ".formatted(JOB, TRIGGER));
  }

  @Test
  @DisplayName("R18 an id that Flink does not know is an answer, for both kinds")
  void knowsAnUnknownId() {
    server.enqueue(answer(404, unknownTrigger("savepoint")));
    server.enqueue(answer(404, unknownTrigger("checkpoint")));

    assertThat(flink.savepointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.UnknownTrigger(unknownReason("savepoint")));
    assertThat(flink.checkpointStatus(JOB, TRIGGER))
        .isEqualTo(new SnapshotStatus.UnknownTrigger(unknownReason("checkpoint")));
  }

  @Test
  @DisplayName("R8 an unknown job is recognised by its exception: in a failure, a 404 or a 500")
  void knowsAnUnknownJob() {
    var exception = "org.apache.flink.runtime.messages.FlinkJobNotFoundException: ";
    var reason = "Could not find Flink job (" + JOB + ")";
    server.enqueue(answer(200, savepointFailed(JOB_NOT_FOUND)));
    server.enqueue(answer(404, errors(exception + reason + "\n")));
    server.enqueue(
        answer(
            500,
            errors(
                "Internal server error.",
                "<Exception on server side:\n"
                    + exception
                    + reason
                    + "\n\tat x.Y.z(Y.java:1)\n\nEnd of exception on server side>")));

    for (var i = 0; i < 3; i++) {
      assertThat(flink.savepointStatus(JOB, TRIGGER))
          .isEqualTo(new SnapshotStatus.JobNotFound(reason));
    }
  }

  @Test
  @DisplayName("R10 the state and tasks of a job come from the overview")
  void readsTheOverview() throws InterruptedException {
    server.enqueue(answer(200, overview("RUNNING", 1, 0, 2, 5)));
    server.enqueue(answer(200, "{\"jobs\":[]}"));

    assertThat(flink.job(JOB))
        .contains(
            new JobOverview(
                JOB, 5, "RUNNING", new JobOverview.Tasks(2, 1, 0), "a", 1795333521599L));
    assertThat(flink.job(JOB)).isEmpty();
    assertThat(request()).isEqualTo("GET /jobs/overview ");
  }

  @ParameterizedTest
  @CsvSource({
    "17, file:/c/839ae0c5e8c4e8a1b7b1c1f0a2d3e4f5/chk-17",
    "18,", // failed
    "16,", // in progress
    "15,", // has no address
    "14,", // left the history
  })
  @DisplayName("R12 a checkpoint's path comes from the job's own history")
  void readsTheHistory(long checkpointId, String path) throws InterruptedException {
    server.enqueue(answer(200, HISTORY));

    assertThat(flink.checkpoint(JOB, checkpointId).path().orElse(null)).isEqualTo(path);
    assertThat(request()).isEqualTo("GET /jobs/%s/checkpoints ".formatted(JOB));
  }

  @Test
  @DisplayName("R12 a job without a record has no path to show")
  void hasNoPathForAnUnknownJob() {
    server.enqueue(
        answer(
            404,
            errors(
                "org.apache.flink.runtime.rest.NotFoundException: Job " + JOB + " not found\n")));

    assertThat(flink.checkpoint(JOB, 17).path()).isEmpty();
  }

  @Test
  void beginsADisposal() throws InterruptedException {
    server.enqueue(answer(200, ACCEPTED));

    assertThat(flink.dispose(LOCATION)).isEqualTo(TRIGGER);
    assertThat(request())
        .isEqualTo("POST /savepoint-disposal {\"savepoint-path\":\"" + LOCATION + "\"}");
  }

  @Test
  @DisplayName("R15 a savepoint that is gone, or whose directory is not empty, is no failure")
  void readsTheStatusOfADisposal() throws InterruptedException {
    server.enqueue(answer(200, IN_PROGRESS));
    server.enqueue(answer(200, DISPOSED));
    server.enqueue(answer(200, savepointFailed(GONE)));
    server.enqueue(
        answer(200, disposalFailed("java.io.IOException: Directory /d/sp is not empty")));

    assertThat(flink.disposalStatus(TRIGGER)).isEqualTo(new DisposalStatus.Pending());
    assertThat(flink.disposalStatus(TRIGGER)).isEqualTo(new DisposalStatus.Disposed());
    assertThat(flink.disposalStatus(TRIGGER))
        .isEqualTo(
            new DisposalStatus.AlreadyGone(
                "Could not dispose savepoint P: Cannot find checkpoint or savepoint file/directory"
                    + " 'P' on file system 'file'."));
    assertThat(flink.disposalStatus(TRIGGER)).isEqualTo(new DisposalStatus.Disposed());
    assertThat(request()).isEqualTo("GET /savepoint-disposal/%s ".formatted(TRIGGER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.IOException: Unexpected magic number.",
        "java.io.FileNotFoundException: /d/sp/_metadata (Permission denied)"
      })
  @DisplayName("R15 a savepoint that cannot be read is not gone")
  void keepsOtherFailuresOfADisposal(String root) {
    server.enqueue(answer(200, disposalFailed(root)));

    assertThat(flink.disposalStatus(TRIGGER))
        .isEqualTo(
            new DisposalStatus.Failed(
                "Could not dispose savepoint P: " + root.substring(root.indexOf(' ') + 1)));
  }

  @Test
  void readsTheVersion() throws InterruptedException {
    server.enqueue(answer(200, "{\"flink-version\":\"1.20.5\",\"features\":{}}"));

    assertThat(flink.flinkVersion()).isEqualTo("1.20.5");
    assertThat(request()).isEqualTo("GET /config ");
  }

  private static String disposalFailed(String root) {
    return savepointFailed(
        "org.apache.flink.util.FlinkException: Could not dispose savepoint P.\n\tat x.Y.z(Y.java:1)\nCaused by: "
            + root
            + "\n\t... 4 more\n");
  }

  private static String unknownReason(String kind) {
    return "There is no %s operation with triggerId=%s for job %s.".formatted(kind, TRIGGER, JOB);
  }

  private String request() throws InterruptedException {
    var request = server.takeRequest();
    var body = request.getBody();
    return request.getMethod()
        + " "
        + request.getTarget()
        + " "
        + (body == null ? "" : body.utf8());
  }
}
