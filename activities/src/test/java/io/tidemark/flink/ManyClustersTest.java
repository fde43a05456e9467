package io.tidemark.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManyClustersTest {
  private static final int CLUSTERS = 20;
  private static final int POLLS = 10;

  private final List<MockWebServer> servers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    for (var cluster = 0; cluster < CLUSTERS; cluster++) {
      var server = new MockWebServer();
      server.start();
      servers.add(server);
    }
  }

  @AfterEach
  void close() {
    servers.forEach(MockWebServer::close);
  }

  @Test
  @DisplayName("R8 twenty clusters that are polled ten times each take twenty connections")
  void connectionsAreReused() throws Exception {
    var connections = connections(FlinkHttpClient.create(), CLUSTERS);

    for (var poll = 0; poll < POLLS; poll++) {
      for (var server : servers) {
        server.enqueue(FlinkBodies.answer(200, "{\"jobs\": []}"));
        connections.of(job(server)).client(Duration.ofSeconds(10)).job(FlinkBodies.JOB);
      }
    }

    var opened = 0;
    for (var server : servers) {
      for (var poll = 0; poll < POLLS; poll++) {
        opened += isFirstOfItsConnection(server.takeRequest()) ? 1 : 0;
      }
    }
    assertThat(opened).isEqualTo(CLUSTERS);
  }

  @Test
  @DisplayName("Clusters that are no longer called are forgotten")
  void clustersAreForgotten() {
    var connections = connections(new OkHttpClient(), 2);
    var first = connections.of(job(servers.get(0)));
    var second = connections.of(job(servers.get(1)));
    assertThat(connections.of(job(servers.get(0)))).isSameAs(first);

    connections.of(job(servers.get(2)));

    assertThat(connections.of(job(servers.get(0)))).isSameAs(first);
    assertThat(connections.of(job(servers.get(1)))).isNotSameAs(second);
  }

  private ClusterConnections connections(OkHttpClient http, int limit) {
    var endpoints = new FlinkEndpoints("http://" + servers.get(0).getHostName() + ":{port}");
    return new ClusterConnections(
        http, endpoints, FlinkActivitiesFixture.SECRETS, InstantSource.system(), limit);
  }

  private static FlinkJob job(MockWebServer server) {
    return new FlinkJob("shop", "orders", server.getPort(), FlinkBodies.JOB);
  }

  private static boolean isFirstOfItsConnection(RecordedRequest request) {
    return request.getExchangeIndex() == 0;
  }
}
