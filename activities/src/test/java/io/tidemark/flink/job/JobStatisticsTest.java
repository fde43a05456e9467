package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.restHandlerException;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.flink.FlinkHttp;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Flink shows of a job and its state. */
class JobStatisticsTest {
  private final MockWebServer server = new MockWebServer();

  private JobRestClient flink;

  @BeforeEach
  void start() throws IOException {
    server.start();
    var http = new OkHttpClient();
    flink = new JobRestClient(new FlinkHttp(() -> http, server.url("/"), Duration.ofSeconds(10)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("U6 whether a cancel leaves the checkpoints is known before")
  void keepsCheckpoints() {
    var body = "{\"mode\":\"exactly_once\",\"interval\":%s,\"externalization\":%s}";
    server.enqueue(
        answer(200, body.formatted(60000, "{\"enabled\":true,\"delete_on_cancellation\":false}")));
    server.enqueue(
        answer(200, body.formatted(60000, "{\"enabled\":false,\"delete_on_cancellation\":true}")));
    server.enqueue(
        answer(
            200,
            body.formatted(
                "9223372036854775807", "{\"enabled\":true,\"delete_on_cancellation\":false}")));
    server.enqueue(answer(404, restHandlerException("Job not found")));

    assertThat(flink.keepsCheckpoints(JOB)).contains(true);
    assertThat(flink.keepsCheckpoints(JOB)).contains(false);
    assertThat(flink.keepsCheckpoints(JOB)).as("no periodic checkpoints").contains(false);
    assertThat(flink.keepsCheckpoints(JOB)).isEmpty();
  }

  @Test
  @DisplayName("U7 the reason of a failure is in both forms of the exceptions")
  void exceptions() {
    var trace = "java.io.FileNotFoundException: gone\\n\\tat x.Y.z(Y.java:1)";
    server.enqueue(
        answer(
            200,
            "{\"exceptionHistory\":{\"entries\":[{\"exceptionName\":\"x\",\"stacktrace\":\"%s\",\"timestamp\":1}],\"truncated\":false}}"
                .formatted(trace)));
    server.enqueue(
        answer(
            200,
            "{\"root-exception\":\"%s\",\"timestamp\":1,\"all-exceptions\":[],\"exceptionHistory\":{\"entries\":[],\"truncated\":false}}"
                .formatted(trace)));
    server.enqueue(answer(200, "{\"exceptionHistory\":{\"entries\":[],\"truncated\":false}}"));

    assertThat(flink.failure(JOB)).contains("gone");
    assertThat(flink.failure(JOB)).contains("gone");
    assertThat(flink.failure(JOB)).isEmpty();
  }

  @Test
  @DisplayName("U6 the newest state is the highest numbered that was not discarded")
  void newestState() {
    server.enqueue(
        statistics(
            JobBodies.checkpoint(9, "CHECKPOINT", 1, true, "file:/c/chk-9"),
            JobBodies.checkpoint(7, "SAVEPOINT", 1, false, "file:/d/savepoint-7"),
            JobBodies.restored(6, "file:/d/savepoint-6")));
    server.enqueue(statistics("null", "null", JobBodies.restored(6, "file:/d/savepoint-6")));
    server.enqueue(statistics("null", "null", "null"));

    var first = flink.statistics(JOB).orElseThrow();
    assertThat(first.newestState()).contains("file:/d/savepoint-7");
    assertThat(first.restored()).contains("file:/d/savepoint-6");
    assertThat(first.hasOwn()).isTrue();
    var second = flink.statistics(JOB).orElseThrow();
    assertThat(second.newestState()).contains("file:/d/savepoint-6");
    assertThat(second.hasOwn()).isFalse();
    assertThat(flink.statistics(JOB).orElseThrow().newestState()).isEmpty();
  }

  @Test
  @DisplayName("U11 a cluster that takes no jars says so")
  void submissionDisabled() {
    server.enqueue(answer(200, JobBodies.CONFIG));
    server.enqueue(answer(200, JobBodies.CONFIG_WITHOUT_SUBMIT));

    assertThat(flink.cluster().submissionAllowed()).isTrue();
    assertThat(flink.cluster().submissionAllowed()).isFalse();
  }

  private static mockwebserver3.MockResponse statistics(
      String completed, String savepoint, String restored) {
    return answer(200, JobBodies.statistics(completed, savepoint, restored, ""));
  }
}
