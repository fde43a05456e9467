package io.tidemark.flink;

import static io.tidemark.flink.FlinkActivitiesFixture.NOW;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.RestartCheckRequest;
import io.tidemark.workflow.flink.SavepointSearchRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of a job: the savepoints that it took, and its restarts. */
@Timeout(60)
class SavepointSearchRequestTest {
  private static final Instant ATTEMPTED = NOW.minus(Duration.ofMinutes(10));

  /** The JobManager's clock is an hour behind ours. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static final String UNKNOWN_JOB =
      errors(
          "org.apache.flink.runtime.rest.NotFoundException: Job %s not found\n\tat x.y.Z\n"
              .formatted(JOB));

  private final FlinkActivitiesFixture flink = new FlinkActivitiesFixture();
  private final FlinkActivities activities = flink.activities();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("R18 savepoints count from the attempt on, by the JobManager's clock")
  void savepointsSince() {
    var early = savepoint(1, true, "COMPLETED", ATTEMPTED.minusMillis(1), "file:/d/early", false);
    var ours = savepoint(2, true, "COMPLETED", ATTEMPTED, "file:/d/ours", false);
    var checkpoint = savepoint(3, false, "COMPLETED", NOW, "file:/c/chk-3", false);
    var failed = savepoint(4, true, "FAILED", NOW, "file:/d/failed", false);
    var discarded = savepoint(5, true, "COMPLETED", NOW, "file:/d/discarded", true);
    var memory = savepoint(6, true, "COMPLETED", NOW, "<checkpoint-not-externally>", false);
    var history = String.join(",", memory, discarded, failed, checkpoint, ours, early);

    flink.enqueue(200, details(0), statistics("null", history));

    assertThat(search()).containsExactly("file:/d/ours");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("R4 the savepoint directory is read from the JobManager, by either of its keys")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'key':'a','value':'b'},{'key':'state.savepoints.dir','value':'s3://b/d'} | s3://b/d",
        "{'key':'execution.checkpointing.savepoint-dir','value':'s3://b/d'} | s3://b/d",
        "{'key':'state.savepoints.dir','value':' '} | ",
        "'' | ",
      })
  void savepointDirectory(String entries, String directory) {
    flink.enqueue(200, "[" + entries.replace('\'', '"') + "]");

    assertThat(activities.savepointDirectory(flink.job).directory()).isEqualTo(directory);
    assertThat(flink.requests()).containsExactly("GET config");
  }

  @ParameterizedTest
  @DisplayName("R8 a configuration that a gateway refuses is not read again, other errors are")
  @CsvSource({"403, true", "404, true", "503, false"})
  void configurationRefused(int status, boolean lasting) {
    flink.enqueue(status, "no");

    assertThatThrownBy(() -> activities.savepointDirectory(flink.job))
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .hasMessageContaining("jobmanager/config: HTTP " + status)
        .extracting(cause -> ((ApplicationFailure) cause).isNonRetryable())
        .isEqualTo(lasting);
  }

  @ParameterizedTest
  @DisplayName("R18 a history that a gateway refuses is not read again, other errors are")
  @CsvSource({"403, true", "404, true", "503, false"})
  void historyRefused(int status, boolean lasting) {
    flink.enqueue(200, details(0));
    flink.enqueue(status, "no");

    assertThatThrownBy(this::search)
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .hasMessageContaining("checkpoints: HTTP " + status)
        .extracting(cause -> ((ApplicationFailure) cause).isNonRetryable())
        .isEqualTo(lasting);
  }

  @Test
  @DisplayName("R18 the latest savepoint counts also when it has left the history, and once")
  void latestSavepoint() {
    var ours = savepoint(2, true, "COMPLETED", NOW, "file:/d/ours", false);

    flink.enqueue(200, details(0), statistics(ours, ""));
    flink.enqueue(200, details(0), statistics(ours, ours));

    assertThat(search()).containsExactly("file:/d/ours");
    assertThat(search()).containsExactly("file:/d/ours");
  }

  @Test
  @DisplayName("R18 a job that the cluster does not know has taken none")
  void unknownJob() {
    flink.enqueue(404, UNKNOWN_JOB);

    assertThat(search()).isEmpty();
  }

  @Test
  @DisplayName("R8 R18 a search without an answer is not an empty one")
  void unknownAnswer() {
    flink.enqueue(503, errors("Service temporarily unavailable."));

    assertThatThrownBy(this::search).isInstanceOf(ActivityFailure.class);
  }

  @Test
  @DisplayName("R23 a job that is RESTARTING has restarted, before its details say so")
  void restarting() {
    flink.enqueue(200, FlinkBodies.overview("RESTARTING", 0, 0, 2, 1));

    assertThat(restarted()).isTrue();
  }

  @Test
  @DisplayName("R23 a job that runs again has restarted, by its JobManager's clock")
  void runsAgain() {
    flink.enqueue(200, FlinkBodies.overview("RUNNING", 2, 0, 2, 1), details(0));
    flink.enqueue(200, FlinkBodies.overview("RUNNING", 2, 0, 2, 1));
    flink.enqueue(200, details(ATTEMPTED.minus(SKEW).plusMillis(1).toEpochMilli()));

    assertThat(restarted()).isTrue();
  }

  @ParameterizedTest
  @DisplayName("R23 a job that has ended does not restart")
  @ValueSource(strings = {"FAILED", "CANCELED", "FINISHED"})
  void ended(String state) {
    flink.enqueue(200, FlinkBodies.overview(state, 0, 0, 2, 1));

    assertThat(restarted()).isFalse();
  }

  @Test
  @DisplayName("R23 a restart before the attempt does not count")
  void restartedBefore() {
    var before = ATTEMPTED.minus(SKEW).minusMillis(1).toEpochMilli();
    for (int i = 0; i < 40; i++) {
      flink.enqueue(200, FlinkBodies.overview("RUNNING", 2, 0, 2, 1), details(before));
    }

    assertThat(restarted()).isFalse();
  }

  private Iterable<String> search() {
    return activities.savepointsSince(new SavepointSearchRequest(flink.job, ATTEMPTED)).paths();
  }

  private boolean restarted() {
    return activities.restartedSince(new RestartCheckRequest(flink.job, ATTEMPTED)).restarted();
  }

  private static String details(long restarting) {
    return """
        {"jid":"%s","name":"a","state":"RUNNING","start-time":1,"now":%d,
         "timestamps":{"RUNNING":1795333521815,"RESTARTING":%d,"FAILED":0}}"""
        .formatted(JOB, NOW.minus(SKEW).toEpochMilli(), restarting);
  }

  private static String savepoint(
      int id, boolean savepoint, String status, Instant at, String path, boolean discarded) {
    return """
        {"className":"completed","id":%d,"status":"%s","is_savepoint":%s,"trigger_timestamp":%d,
         "tasks":{},"external_path":"%s","discarded":%s}"""
        .formatted(id, status, savepoint, at.minus(SKEW).toEpochMilli(), path, discarded);
  }

  private static String statistics(String latest, String history) {
    return """
        {"counts":{},"latest":{"completed":null,"savepoint":%s,"failed":null},"history":[%s]}"""
        .formatted(latest, history);
  }
}
