package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.overview;
import static io.tidemark.flink.job.JobBodies.JAR;
import static io.tidemark.flink.job.SessionJobFixture.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.job.SubmissionRequest;
import io.tidemark.workflow.job.SubmissionResult;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class JobSubmissionTest {
  private static final MockResponse UNKNOWN = answer(200, "{\"jobs\":[]}");
  private static final MockResponse RUNNING = answer(200, overview("RUNNING", 2, 0, 2, 9_000));
  private static final MockResponse FINISHED = answer(200, overview("FINISHED", 0, 2, 2, 9_000));
  private static final MockResponse NEVER_RESTORED =
      answer(200, overview("FAILED", 0, 0, 0, 9_000));
  private static final MockResponse LOST =
      answer(200, "").newBuilder().onResponseStart(new SocketEffect.CloseSocket()).build();
  private static final String RUN = "POST /jars/" + JAR + "/run";
  private static final String JOBS = "GET /jobs/overview";

  private final SessionJobFixture flink = new SessionJobFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("U4 a submission that was never sent is sent without a look")
  void blind() {
    flink.on(RUN, answer(200, JobBodies.submitted(JOB)));

    assertThat(submit(true).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(flink.count(JOBS)).isZero();
  }

  @Test
  @DisplayName("U4 a submission that may have been sent asks for the job first")
  void asksFirst() {
    flink.on(JOBS, RUNNING);

    assertThat(submit(false).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(flink.writes()).isEmpty();
  }

  @Test
  @DisplayName("U4 a submission that has not arrived is sent again with the same jar")
  void sendsAgain() {
    flink.on(JOBS, UNKNOWN).on(RUN, answer(200, JobBodies.submitted(JOB)));

    assertThat(submit(false).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(flink.writes()).containsExactly(RUN);
  }

  @Test
  @DisplayName("U4 the job of a lost answer is waited for, since main runs on")
  void lostAnswer() {
    flink.on(RUN, LOST).on(JOBS, UNKNOWN, UNKNOWN, RUNNING);

    assertThat(submit(true).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(flink.writes()).containsExactly(RUN);
  }

  @Test
  @DisplayName("U4 a lost answer without a job is not known, and may be repeated")
  void lostAnswerWithoutAJob() {
    flink.on(RUN, LOST).on(JOBS, UNKNOWN);

    assertThatThrownBy(() -> submit(true))
        .hasRootCauseInstanceOf(ApplicationFailure.class)
        .rootCause()
        .hasMessageContaining("type='FLINK_UNREACHABLE', nonRetryable=false");
  }

  private static Stream<Arguments> answersToRuns() {
    return Stream.of(
        Arguments.of(answer(400, JobBodies.DUPLICATE), RUNNING, Outcome.STARTED),
        Arguments.of(answer(400, JobBodies.DUPLICATE_2), FINISHED, Outcome.STARTED),
        Arguments.of(answer(400, JobBodies.DUPLICATE), NEVER_RESTORED, Outcome.RESTORE_REFUSED),
        Arguments.of(answer(400, JobBodies.MAIN_THREW), UNKNOWN, Outcome.REFUSED),
        Arguments.of(answer(400, JobBodies.MAIN_THREW), RUNNING, Outcome.STARTED),
        Arguments.of(answer(500, JobBodies.CLASS_MISSING), UNKNOWN, Outcome.REFUSED),
        Arguments.of(
            answer(400, JobBodies.RESTORE_REFUSED), NEVER_RESTORED, Outcome.RESTORE_REFUSED),
        Arguments.of(answer(500, JobBodies.JAR_MISSING), UNKNOWN, Outcome.JAR_MISSING),
        Arguments.of(answer(400, JobBodies.JAR_DELETED), UNKNOWN, Outcome.JAR_MISSING),
        Arguments.of(answer(400, JobBodies.TIMED_OUT), RUNNING, Outcome.STARTED));
  }

  @ParameterizedTest
  @MethodSource("answersToRuns")
  @DisplayName("U4 U7 an answer is judged by the job that is there afterwards")
  void judges(MockResponse run, MockResponse jobs, Outcome outcome) {
    flink.on(RUN, run).on(JOBS, jobs);

    assertThat(submit(true).outcome()).isEqualTo(outcome);
  }

  @Test
  @DisplayName("U7 the reason of a refused restore is that of the job")
  void restoreRefused() {
    flink
        .on(RUN, answer(400, JobBodies.DUPLICATE))
        .on(JOBS, NEVER_RESTORED)
        .on(
            "GET /jobs/J/exceptions",
            answer(
                200,
                "{\"exceptionHistory\":{\"entries\":[{\"stacktrace\":\"java.io.FileNotFoundException: no P\"}]}}"));

    assertThat(submit(true)).isEqualTo(new SubmissionResult(JOB, Outcome.RESTORE_REFUSED, "no P"));
  }

  @Test
  @DisplayName("U7 after a refused restore on Flink 2.3 with HA the file to remove is known")
  void fatalFile() {
    var configuration =
        "[{\"key\":\"high-availability.type\",\"value\":\"zookeeper\"},{\"key\":\"high-availability.storageDir\",\"value\":\"file:///ha\"},{\"key\":\"high-availability.cluster-id\",\"value\":\"/c\"}]";
    flink
        .on(RUN, answer(400, JobBodies.RESTORE_REFUSED))
        .on(JOBS, NEVER_RESTORED)
        .on("GET /jobmanager/config", answer(200, configuration));

    assertThat(submit(true).fatalFile()).as("on 1.20").isNull();

    flink.on("GET /config", answer(200, JobBodies.CONFIG.replace("1.20.5", "2.3.0")));
    assertThat(submit(true).fatalFile())
        .isEqualTo("file:///ha/job-result-store/c/%s_DIRTY.json".formatted(JOB));
  }

  @Test
  @DisplayName("U4 a spec that has changed is not submitted")
  void outdated() {
    flink.program = Optional.empty();

    assertThat(submit(true).outcome()).isEqualTo(Outcome.OUTDATED);
    assertThat(flink.writes()).isEmpty();
  }

  private SubmissionResult submit(boolean blind) {
    return flink.activities.submit(
        new SubmissionRequest(PROGRAM, flink.job, JAR, null, blind, Duration.ofMillis(500)));
  }
}
