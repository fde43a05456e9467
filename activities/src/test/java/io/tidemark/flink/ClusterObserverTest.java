package io.tidemark.flink;

import static io.tidemark.flink.FlinkBodies.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.workflow.flink.FlinkJob;
import java.time.Clock;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterObserverTest {
  private final MockWebServer server = new MockWebServer();
  private FlinkJob cluster;
  private ClusterObserver observer;

  @BeforeEach
  void start() throws Exception {
    server.start();
    cluster = new FlinkJob("shop", "orders", server.getPort(), "");
    var settings =
        new FlinkSettings(
            new FlinkEndpoints("http://127.0.0.1:{port}"),
            FlinkTimings.of(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(5)),
            "",
            "");
    observer =
        new ClusterObserver(
            FlinkHttpClient.create(),
            settings,
            (namespace, name) -> {
              throw new AssertionError("no Secret is named");
            },
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("M2 all jobs of a cluster, with name and start time, are one question")
  void jobs() throws Exception {
    server.enqueue(answer(200, FlinkBodies.overview("RUNNING", 1, 0, 2, 5)));

    var jobs = observer.jobs(cluster);

    assertThat(jobs).extracting(JobOverview::name).containsExactly("other", "a");
    assertThat(jobs).extracting(JobOverview::startTime).containsExactly(1L, 1795333521599L);
    assertThat(server.takeRequest().getTarget()).isEqualTo("/jobs/overview");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("M2 version and revision come from the configuration that the Web UI shows")
  void version() {
    server.enqueue(
        answer(
            200,
            "{\"refresh-interval\":3000,\"flink-version\":\"1.20.5\",\"flink-revision\":\"0980485 @"
                + " 2026-06-08T09:21:06+02:00\"}"));

    var configuration = observer.configuration(cluster);

    assertThat(configuration.flinkVersion()).isEqualTo("1.20.5");
    assertThat(configuration.flinkRevision()).isEqualTo("0980485 @ 2026-06-08T09:21:06+02:00");
  }

  @Test
  @DisplayName("M2 an answer that is not Flink's is none")
  void noAnswer() {
    server.enqueue(answer(503, "starting"));

    assertThatThrownBy(() -> observer.jobs(cluster)).isInstanceOf(FlinkRestException.class);
  }
}
