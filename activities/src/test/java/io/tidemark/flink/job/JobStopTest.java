package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static io.tidemark.flink.job.SessionJobFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.StopRequest;
import io.tidemark.workflow.job.StopResult;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class JobStopTest {
  private static final MockResponse UNKNOWN = answer(200, "{\"jobs\":[]}");
  private static final MockResponse RUNNING = answer(200, overview("RUNNING", 2, 0, 2, 9_000));
  private static final MockResponse FINISHED = answer(200, overview("FINISHED", 0, 2, 2, 9_000));
  private static final MockResponse FAILED = answer(200, overview("FAILED", 0, 0, 2, 9_000));
  private static final MockResponse NO_SUCH_TRIGGER = answer(404, unknownTrigger("savepoint"));
  private static final String JOBS = "GET /jobs/overview";
  private static final String STATUS = "GET /jobs/J/savepoints/" + TRIGGER;
  private static final String STOP = "POST /jobs/" + JOB + "/stop";

  private final SessionJobFixture flink = new SessionJobFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("U1 a stop is sent once, and ends when the job has ended")
  void stops() {
    flink
        .on(STOP, answer(202, ACCEPTED))
        .on(STATUS, answer(200, IN_PROGRESS), answer(200, SAVEPOINT_COMPLETED))
        .on(JOBS, RUNNING, FINISHED);

    assertThat(stop(true))
        .isEqualTo(new StopResult(TRIGGER, StopResult.Outcome.STOPPED, LOCATION, null));
    assertThat(flink.writes()).containsExactly(STOP);
  }

  @Test
  @DisplayName("U1 a stop that may have been sent asks for its id first")
  void asksForTheStop() {
    flink.on(STATUS, answer(200, SAVEPOINT_COMPLETED)).on(JOBS, FINISHED);

    assertThat(stop(false).outcome()).isEqualTo(StopResult.Outcome.STOPPED);
    assertThat(flink.writes()).isEmpty();
  }

  @Test
  @DisplayName("U1 a stop that has not arrived is sent to a job that runs")
  void sendsTheStopAgain() {
    flink
        .on(STATUS, NO_SUCH_TRIGGER, answer(200, SAVEPOINT_COMPLETED))
        .on(STOP, answer(202, ACCEPTED))
        .on(JOBS, RUNNING, FINISHED);

    assertThat(stop(false).outcome()).isEqualTo(StopResult.Outcome.STOPPED);
    assertThat(flink.writes()).containsExactly(STOP);
  }

  @Test
  @DisplayName("U1 a savepoint whose job failed while it stopped counts")
  void stoppedWithFailure() {
    flink
        .on(STOP, answer(202, ACCEPTED))
        .on(
            STATUS,
            answer(
                200,
                savepointFailed(
                    "java.util.concurrent.CompletionException: x.StopWithSavepointStoppingException:"
                        + " A savepoint has been created at: %s, but the corresponding job J failed"
                            .formatted(LOCATION)
                        + " during stopping.")))
        .on(JOBS, FAILED);

    var result = stop(true);

    assertThat(result.outcome()).isEqualTo(StopResult.Outcome.STOPPED_WITH_FAILURE);
    assertThat(result.path()).isEqualTo(LOCATION);
  }

  @Test
  @DisplayName("U1 a stop that failed leaves a job that runs on")
  void failedStop() {
    flink
        .on(STOP, answer(202, ACCEPTED))
        .on(
            STATUS,
            answer(
                200,
                savepointFailed(
                    "java.util.concurrent.CompletionException: x.CheckpointException: Checkpoint"
                        + " Coordinator is suspending.")))
        .on(JOBS, RUNNING);

    assertThat(stop(true))
        .isEqualTo(
            new StopResult(
                TRIGGER, StopResult.Outcome.FAILED, null, "Checkpoint Coordinator is suspending."));
  }

  @Test
  @DisplayName("U1 a stop that a restarted JobManager has forgotten can be tried again")
  void forgottenStop() {
    flink
        .on(STOP, answer(202, ACCEPTED))
        .on(STATUS, NO_SUCH_TRIGGER)
        .on(JOBS, RUNNING)
        .on("GET /jobs/J/checkpoints", statistics("null", ""));

    assertThat(stop(true).outcome()).isEqualTo(StopResult.Outcome.FAILED);
  }

  private static Stream<Arguments> expiredStops() {
    var recent = NOW.toEpochMilli() - 30_000;
    var ours = JobBodies.checkpoint(7, "SYNC_SAVEPOINT", recent, false, "file:/d/savepoint-7");
    var old = JobBodies.checkpoint(7, "SYNC_SAVEPOINT", recent - 60_000, false, "file:/d/s-7");
    var elsewhere = JobBodies.checkpoint(7, "SYNC_SAVEPOINT", recent, false, "file:/e/s-7");
    var savepoint = JobBodies.checkpoint(7, "SAVEPOINT", recent, false, "file:/d/s-7");
    return Stream.of(
        Arguments.of(ours, FINISHED, StopResult.Outcome.STOPPED),
        Arguments.of(ours, FAILED, StopResult.Outcome.STOPPED_WITH_FAILURE),
        Arguments.of(old, FINISHED, StopResult.Outcome.ENDED_WITHOUT),
        Arguments.of(elsewhere, FINISHED, StopResult.Outcome.ENDED_WITHOUT),
        Arguments.of(savepoint, FINISHED, StopResult.Outcome.ENDED_WITHOUT),
        Arguments.of("null", FINISHED, StopResult.Outcome.ENDED_WITHOUT));
  }

  @ParameterizedTest
  @MethodSource("expiredStops")
  @DisplayName("U1 a stop whose result has expired is found in the statistics")
  void expiredStop(String latest, MockResponse jobs, StopResult.Outcome outcome) {
    flink
        .on(STATUS, NO_SUCH_TRIGGER)
        .on(JOBS, jobs)
        .on(
            "GET /jobs/J",
            answer(200, JobBodies.times(NOW.toEpochMilli(), NOW.toEpochMilli() - 10_000)))
        .on("GET /jobs/J/checkpoints", statistics(latest, ""));

    assertThat(stop(false).outcome()).isEqualTo(outcome);
    assertThat(flink.writes()).isEmpty();
  }

  @Test
  @DisplayName("U1 a job that is unknown twice has ended without the stop's savepoint")
  void stopOfAnUnknownJob() {
    flink.on(STATUS, NO_SUCH_TRIGGER).on(JOBS, UNKNOWN);

    assertThat(stop(false).outcome()).isEqualTo(StopResult.Outcome.ENDED_WITHOUT);
  }

  private StopResult stop(boolean blind) {
    return flink.activities.stop(
        new StopRequest(
            flink.job, TRIGGER, "file:/d", "CANONICAL", false, blind, NOW.minusSeconds(40)));
  }

  private static MockResponse statistics(String savepoint, String history) {
    return answer(200, JobBodies.statistics("null", savepoint, "null", history));
  }
}
