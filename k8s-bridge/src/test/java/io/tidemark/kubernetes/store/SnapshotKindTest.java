package io.tidemark.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Discovery of an API server whose CRD of FlinkStateSnapshots comes and goes. */
class SnapshotKindTest {
  private static final String WITH_KIND =
      "{\"kind\": \"APIResourceList\", \"groupVersion\": \"flink.apache.org/v1beta1\","
          + " \"resources\": [{\"name\": \"flinkstatesnapshots\", \"kind\": \"FlinkStateSnapshot\"}]}";

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int code = 200;
  private volatile String body = WITH_KIND;
  private Instant now = Instant.EPOCH;
  private HttpServer server;
  private KubernetesClient client;
  private SnapshotKind kind;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var config =
        new ConfigBuilder()
            .withMasterUrl("http://localhost:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    kind = new SnapshotKind(client, () -> now);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  @DisplayName("L1 a CRD that goes away is noticed within seconds, and one that comes back at once")
  void comesAndGoes() {
    assertThat(kind.getAsBoolean()).isTrue();
    body = WITH_KIND.replace("flinkstatesnapshots", "flinkdeployments");
    assertThat(kind.getAsBoolean()).isTrue();
    assertThat(asked).hasValue(1);

    now = now.plusSeconds(5);
    assertThat(kind.getAsBoolean()).isFalse();

    body = WITH_KIND;
    assertThat(kind.getAsBoolean()).isTrue();
  }

  @Test
  @DisplayName("L1 without an answer, and without the right to it, the kind counts as served")
  void noAnswer() {
    code = 403;

    assertThat(kind.getAsBoolean()).isTrue();
  }

  @Test
  @DisplayName("L1 a list of a kind that is not served is empty, and another refusal is thrown")
  void lists() {
    assertThat(
            SnapshotStore.served(
                () -> {
                  throw new KubernetesClientException("not found", 404, null);
                }))
        .isEmpty();
    assertThat(SnapshotStore.served(List::of)).isEmpty();
    assertThatThrownBy(
            () ->
                SnapshotStore.served(
                    () -> {
                      throw new KubernetesClientException("forbidden", 403, null);
                    }))
        .isInstanceOf(KubernetesClientException.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
