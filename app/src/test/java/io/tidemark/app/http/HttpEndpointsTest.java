package io.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.telemetry.Metrics;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {
  private final Health health = new Health();
  private final Metrics metrics = new Metrics();
  private HttpEndpoints endpoints;

  @BeforeEach
  void open() throws IOException {
    endpoints = HttpEndpoints.open(0, health, metrics::text);
  }

  @AfterEach
  void close() {
    endpoints.close();
    health.close();
    metrics.close();
  }

  @Test
  void aProcessThatAnswersLives() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingIsReadyBeforeAnythingIsRequired() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void readinessNamesAllThatIsMissingUntilNothingIs() throws Exception {
    var crd = new AtomicReference<>(List.of("no CRD"));
    health.require("kubernetes", crd::get);
    health.require("temporal", () -> List.of("no server"));
    health.report();

    var notReady = get("/health/ready");

    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body()).isEqualTo("kubernetes: no CRD\ntemporal: no server\n");
  }

  @Test
  void readinessFollowsWhatIsThere() throws Exception {
    var missing = new AtomicReference<>(List.of("no CRD"));
    health.require("kubernetes", missing::get);
    health.report();
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);

    missing.set(List.of());
    health.report();

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aConditionThatCannotBeLookedAtIsNotMet() throws Exception {
    health.require(
        "bridge",
        () -> {
          throw new IllegalStateException("broken");
        });
    health.report();

    var reply = get("/health/ready");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.body()).startsWith("bridge: ").contains("broken");
  }

  @Test
  void metricsShowTheProcessAndWhatIsRegistered() throws Exception {
    metrics.registry().counter("tidemark.savepoints").increment();

    var reply = get("/metrics");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).get().asString().contains("0.0.4");
    assertThat(reply.body())
        .contains(
            "tidemark_savepoints_total 1.0",
            "process_cpu_seconds_total",
            "process_start_time_seconds",
            "jvm_memory_used_bytes");
  }

  @Test
  void anyOtherPathIsNotFound() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() -> HttpEndpoints.open(endpoints.port(), health, () -> ""))
        .isInstanceOf(BindException.class)
        .hasMessageContaining(Integer.toString(endpoints.port()));
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://localhost:" + endpoints.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
