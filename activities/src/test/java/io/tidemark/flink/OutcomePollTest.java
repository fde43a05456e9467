package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.overview;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomePollTest {
  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();
  private Instant now = FlinkActivitiesFixture.NOW;
  private final InstantSource clock = () -> now;
  private final OutcomePoll poll =
      new OutcomePoll(
          new FlinkRestClient(new OkHttpClient(), flink.server.url("/"), Duration.ofSeconds(10)),
          flink.savepoint(Mode.UNDER_WAY),
          clock);
  private String status = IN_PROGRESS;
  private String jobs = overview("RUNNING", 2, 0, 2, 1);
  private int looksAtJobs;

  OutcomePollTest() {
    flink.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (request.getTarget().endsWith("/jobs/overview")) {
              looksAtJobs++;
              return answer(200, jobs);
            }
            return answer(200, status);
          }
        });
  }

  @AfterEach
  void close() {
    flink.close();
  }

  @ParameterizedTest
  @CsvSource({"FINISHED, job is FINISHED", "CANCELED, job is CANCELED", "FAILED, job is FAILED"})
  @DisplayName("R11 an attempt in progress whose job has ended for 10 s is over")
  void endedJob(String state, String reason) {
    jobs = overview(state, 0, 0, 2, 1);

    assertThat(queryAfter(5)).isEmpty();
    assertThat(queryAfter(9)).isEmpty();
    assertThat(queryAfter(5))
        .contains(
            new SnapshotOutcome(SnapshotOutcome.Status.JOB_NOT_FOUND, now, null, null, reason));
  }

  @Test
  @DisplayName("R11 an attempt in progress whose job is no longer known is over too")
  void unknownJob() {
    jobs = "{\"jobs\":[]}";

    assertThat(queryAfter(5)).isEmpty();
    assertThat(queryAfter(10))
        .hasValueSatisfying(outcome -> assertThat(outcome.reason()).contains("does not know job"));
  }

  @Test
  @DisplayName("R11 a job that runs again starts the 10 s again")
  void runsAgain() {
    jobs = overview("FAILED", 0, 0, 2, 1);
    assertThat(queryAfter(5)).isEmpty();
    jobs = overview("RUNNING", 2, 0, 2, 1);
    assertThat(queryAfter(9)).isEmpty();
    jobs = overview("FAILED", 0, 0, 2, 1);

    assertThat(queryAfter(9)).isEmpty();
  }

  @Test
  @DisplayName("R11 a result that Flink knows wins over the end of its job")
  void resultWins() {
    jobs = "{\"jobs\":[]}";
    assertThat(queryAfter(5)).isEmpty();
    status = SAVEPOINT_COMPLETED;

    assertThat(queryAfter(60))
        .hasValueSatisfying(
            outcome -> assertThat(outcome.status()).isEqualTo(SnapshotOutcome.Status.COMPLETED));
  }

  @Test
  @DisplayName("R11 the job is looked at every 5 s only")
  void looksRarely() {
    for (int second = 0; second < 12; second++) {
      assertThat(queryAfter(1)).isEmpty();
    }

    assertThat(looksAtJobs).isEqualTo(2);
  }

  private Optional<SnapshotOutcome> queryAfter(int seconds) {
    now = now.plusSeconds(seconds);
    return poll.query();
  }
}
