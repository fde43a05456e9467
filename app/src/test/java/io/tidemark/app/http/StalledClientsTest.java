package io.tidemark.app.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StalledClientsTest {
  private static final int CLIENTS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Health health = new Health();
  private final List<Socket> clients = new ArrayList<>();
  private final Semaphore started = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpEndpoints endpoints;

  @BeforeEach
  void open() throws Exception {
    endpoints = HttpEndpoints.open(0, health, this::scrape);
  }

  @AfterEach
  void close() throws Exception {
    released.countDown();
    for (var client : clients) {
      client.close();
    }
    endpoints.close();
    health.close();
  }

  @Test
  @DisplayName("S7 requests that stall do not delay liveness")
  void requestsThatStallDoNotDelayLiveness() throws Exception {
    for (var client = 0; client < CLIENTS; client++) {
      send("GET /metrics HTTP/1.1\r\nHost: ti");
    }

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("S7 scrapes that take long do not delay liveness, and are limited")
  void scrapesThatTakeLongDoNotDelayLiveness() throws Exception {
    for (var scrape = 0; scrape < 4; scrape++) {
      send("GET /metrics HTTP/1.1\r\nHost: tidemark\r\n\r\n");
      assertThat(started.tryAcquire(LIMIT.toSeconds(), SECONDS)).isTrue();
    }

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(503);
  }

  @Test
  @DisplayName("S7 a server that hangs delays neither health answer, and ends readiness")
  void aServerThatHangsDelaysNeitherHealthAnswer() throws Exception {
    var hangs = new CountDownLatch(1);
    health.require("kubernetes", List::of);
    health.require("temporal", () -> hangs.getCount() == 1 ? List.of() : List.of(scrape()));
    health.report();
    hangs.countDown();

    for (var report = 0; report < Health.UNANSWERED_REPORTS; report++) {
      health.report();
      assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }
    health.report();

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").body())
        .isEqualTo("temporal: the check has no answer in time\n");
  }

  @Test
  @DisplayName("S7 readiness that is asked for checks nothing itself")
  void readinessChecksNothingItself() throws Exception {
    health.require("temporal", () -> List.of(scrape()));

    assertThat(get("/health/ready").body()).isEqualTo("temporal: not checked yet\n");
    assertThat(started.availablePermits()).isZero();
  }

  private String scrape() {
    started.release();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private void send(String request) throws Exception {
    var client = new Socket("localhost", endpoints.port());
    clients.add(client);
    client.getOutputStream().write(request.getBytes(US_ASCII));
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://localhost:" + endpoints.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
  }
}
