package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerClockTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.400Z");
  private static final Instant SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);

  private final AtomicLong ticks = new AtomicLong(-7);

  @ParameterizedTest
  @ValueSource(longs = {-600, 0, 600})
  @DisplayName("R9 R18 replicas whose clocks differ show the same time, that of the API server")
  void sharedTime(long skew) {
    var clock = new ApiServerClock(NOW.plusSeconds(skew), ticks::get);

    answer(clock, SECOND, Duration.ofMillis(20));
    pass(Duration.ofHours(1));

    var expected = NOW.plus(Duration.ofHours(1));
    assertThat(Duration.between(expected, clock.instant()).abs()).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest(name = "ours {0} ms ahead, answer within {1} ms: moved {2}")
  @CsvSource({
    "0, 0, false",
    "500, 0, false",
    "-400, 0, false",
    "700, 0, true",
    "-500, 0, true",
    "3000, 3000, false",
    "-600, 3000, true"
  })
  @DisplayName("R9 an answer moves the clock only if the clock cannot be right")
  void moves(long skew, long latency, boolean moved) {
    var clock = new ApiServerClock(NOW.plusMillis(skew).minusMillis(latency), ticks::get);

    answer(clock, SECOND, Duration.ofMillis(latency));

    assertThat(clock.instant().equals(NOW.plusMillis(skew))).isEqualTo(!moved);
  }

  @Test
  @DisplayName("R9 a clock of the API server that is set back is followed")
  void setBack() {
    var clock = new ApiServerClock(NOW, ticks::get);

    answer(clock, SECOND.plusSeconds(600), Duration.ZERO);
    answer(clock, SECOND, Duration.ZERO);

    assertThat(clock.instant()).isBetween(SECOND, SECOND.plusSeconds(1));
  }

  @Test
  @DisplayName("R9 each answer of the API server counts, also a refusal")
  void answersOfTheServer() throws IOException {
    var clock = new ApiServerClock(Instant.now().plusSeconds(600), System::nanoTime);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(404, -1));
    server.start();
    var address = "http://127.0.0.1:" + server.getAddress().getPort();
    try (var client = clock.client(new ConfigBuilder().withMasterUrl(address).build())) {
      client.namespaces().withName("flink").get();
    } finally {
      server.stop(0);
    }

    assertThat(clock.instant()).isBefore(Instant.now().plusSeconds(300));
  }

  private void answer(ApiServerClock clock, Instant second, Duration latency) {
    var sent = ticks.get();
    pass(latency);
    clock.answered(second, sent, ticks.get());
  }

  private void pass(Duration time) {
    ticks.addAndGet(time.toNanos());
  }
}
