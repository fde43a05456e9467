package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.job.SessionJobFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.workflow.job.ReadinessRequest;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobObserverTest {
  private static final MockResponse UNKNOWN = answer(200, "{\"jobs\":[]}");
  private static final MockResponse RUNNING = answer(200, overview("RUNNING", 2, 0, 2, 9_000));
  private static final MockResponse STARTING = answer(200, overview("RUNNING", 1, 0, 2, 900));
  private static final MockResponse FAILED = answer(200, overview("FAILED", 0, 0, 2, 9_000));
  private static final String JOBS = "GET /jobs/overview";

  private final SessionJobFixture flink = new SessionJobFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("U4 a job is unknown if a JobManager that answers did not know it twice")
  void unknownTwice() {
    flink.on(JOBS, UNKNOWN);
    assertThat(flink.activities.look(flink.job).known()).isNull();
    assertThat(flink.count(JOBS)).isEqualTo(2);
    assertThat(flink.count("GET /overview")).isEqualTo(2);

    flink.on(JOBS, UNKNOWN, RUNNING);
    assertThat(flink.activities.look(flink.job).known()).isNotNull();

    flink.on("GET /overview", answer(503, errors("Service temporarily unavailable")));
    assertThatThrownBy(() -> flink.activities.look(flink.job))
        .rootCause()
        .hasMessageContaining("FLINK_ERROR");
  }

  @Test
  @DisplayName("U6 a look shows what the job can go on from")
  void looks() {
    flink
        .on(JOBS, RUNNING)
        .on(
            "GET /jobs/J/checkpoints",
            answer(
                200,
                JobBodies.statistics(
                    JobBodies.checkpoint(9, "CHECKPOINT", 1, false, "file:/c/chk-9"),
                    "null",
                    JobBodies.restored(6, "file:/d/savepoint-6"),
                    "{\"id\":10,\"status\":\"IN_PROGRESS\",\"is_savepoint\":true}")))
        .on(
            "GET /jobs/J/checkpoints/config",
            answer(
                200,
                "{\"interval\":60000,\"externalization\":{\"enabled\":true,\"delete_on_cancellation\":false}}"))
        .on(
            "GET /jobmanager/config",
            answer(200, "[{\"key\":\"state.savepoints.dir\",\"value\":\"file:/d\"}]"));

    var look = flink.activities.look(flink.job);

    assertThat(look.savepointDirectory()).isEqualTo("file:/d");
    assertThat(look.jobResultStore()).isNull();

    assertThat(look.flinkVersion()).isEqualTo("1.20.5");
    assertThat(look.submissionAllowed()).isTrue();
    var known = look.known();
    assertThat(known).isNotNull();
    assertThat(known.ready()).isTrue();
    assertThat(known.restored()).isEqualTo("file:/d/savepoint-6");
    assertThat(known.newestState()).isEqualTo("file:/c/chk-9");
    assertThat(known.ownCheckpoint()).isTrue();
    assertThat(known.keepsCheckpoints()).isTrue();
    assertThat(known.savepointRunning()).isTrue();
    assertThat(known.failure()).isNull();
  }

  @Test
  @DisplayName("U6 a cancel waits for the end, and for statistics that show it")
  void cancels() {
    var now = NOW.toEpochMilli();
    flink
        .on("PATCH /jobs/J", answer(202, "{}"))
        .on(JOBS, RUNNING, answer(200, overview("CANCELED", 0, 0, 2, 9_000)))
        .on(
            "GET /jobs/J",
            answer(200, JobBodies.times(now, -1)),
            answer(200, JobBodies.times(now + 4_000, now)),
            answer(200, JobBodies.times(now + 5_000, now)))
        .on(
            "GET /jobs/J/checkpoints",
            answer(
                200,
                JobBodies.statistics(
                    JobBodies.checkpoint(9, "CHECKPOINT", 1, true, "file:/c/chk-9"),
                    "null",
                    "null",
                    "")));

    var known = flink.activities.cancel(flink.job).known();

    assertThat(known).isNotNull();
    assertThat(known.state()).isEqualTo("CANCELED");
    assertThat(known.newestState()).as("its checkpoint was discarded").isNull();
    assertThat(flink.count("GET /jobs/J")).isEqualTo(3);
  }

  @Test
  @DisplayName("U7 readiness is waited for until the tasks run, the job ends, or the time is over")
  void awaitsReadiness() {
    flink.on(JOBS, STARTING, STARTING, RUNNING);
    assertThat(ready(Duration.ofSeconds(30))).isTrue();

    flink.on(JOBS, STARTING, FAILED).on("GET /jobs/J", answer(200, JobBodies.times(9_000, 1)));
    assertThat(ready(Duration.ofSeconds(30))).isFalse();

    flink.on(JOBS, STARTING);
    assertThat(ready(Duration.ofMillis(300))).isFalse();
  }

  private boolean ready(Duration longest) {
    var known = flink.activities.awaitReady(new ReadinessRequest(flink.job, longest)).known();
    assertThat(known).isNotNull();
    return known.ready();
  }
}
