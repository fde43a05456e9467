package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.tidemark.app.configuration.TidemarkConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TidemarkServerTest {
  private static final Connections NOWHERE =
      new Connections(
          WorkflowServiceStubsOptions.newBuilder().setTarget("localhost:1").build(),
          WorkflowClientOptions.newBuilder().build(),
          new ConfigBuilder()
              .withMasterUrl("http://localhost:1")
              .withRequestRetryBackoffLimit(0)
              .build());

  @Test
  @DisplayName("S3 a server without its servers lives, is not ready and says what it waits for")
  void aServerWithoutItsServersLivesAndSaysWhatItWaitsFor() throws Exception {
    var configuration = TidemarkConfiguration.load(Map.of("TIDEMARK_HTTP_PORT", "0"));
    try (var server = new TidemarkServer(configuration, NOWHERE)) {
      server.start();

      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      await().untilAsserted(() -> assertWaiting(get(server, "/health/ready")));
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    var configuration = TidemarkConfiguration.load(Map.of("TIDEMARK_HTTP_PORT", "0"));
    var server = new TidemarkServer(configuration, NOWHERE);
    server.start();

    server.close();
    server.close();

    server.awaitClose();
  }

  private static void assertWaiting(HttpResponse<String> ready) {
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("start: Temporal localhost:1: cannot be reached")
        .contains("start: Kubernetes API http://localhost:1/: cannot be reached");
  }

  private static HttpResponse<String> get(TidemarkServer server, String path) throws Exception {
    var uri = URI.create("http://localhost:" + server.httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
