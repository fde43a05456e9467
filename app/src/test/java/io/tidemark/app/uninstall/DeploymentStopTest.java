package io.tidemark.app.uninstall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class DeploymentStopTest {
  private static final String SCALE = "/apis/apps/v1/namespaces/system/deployments/tidemark/scale";
  private static final String PODS = "/api/v1/namespaces/system/pods?labelSelector=app%3Dtidemark";

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  @DisplayName("S5 the Deployment is scaled to 0, and its pods are waited for")
  void waits() throws Exception {
    serveScale();
    server.expect().get().withPath(PODS).andReturn(200, pods("Running")).once();
    server.expect().get().withPath(PODS).andReturn(200, pods("Failed", "Succeeded")).once();

    stop(Duration.ofSeconds(20));

    server.takeRequest();
    assertThat(server.takeRequest().getBody().readUtf8()).contains("\"replicas\":0");
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  @DisplayName("S5 pods that do not end are named")
  void pods() {
    serveScale();
    server.expect().get().withPath(PODS).andReturn(200, pods("Running")).always();

    assertThatThrownBy(() -> stop(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("system/tidemark")
        .hasMessageContaining("pod-Running");
  }

  @Test
  @DisplayName("S5 a Deployment that does not exist is stopped")
  void missing() {
    server.expect().get().withPath(SCALE).andReturn(404, "{}").once();

    stop(Duration.ofSeconds(1));

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("S5 without the right to scale it nothing is released by mistake")
  void refused() {
    server.expect().get().withPath(SCALE).andReturn(403, "{}").once();

    assertThatThrownBy(() -> stop(Duration.ofSeconds(1)))
        .isInstanceOf(KubernetesClientException.class);
  }

  private void stop(Duration patience) {
    new DeploymentStop(client, "system", patience).stop("tidemark");
  }

  private void serveScale() {
    var scale =
        Map.of(
            "apiVersion", "autoscaling/v1",
            "kind", "Scale",
            "metadata", Map.of("name", "tidemark", "namespace", "system"),
            "spec", Map.of("replicas", 2),
            "status", Map.of("replicas", 2, "selector", "app=tidemark"));
    server.expect().get().withPath(SCALE).andReturn(200, scale).once();
    server.expect().put().withPath(SCALE).andReturn(200, scale).once();
  }

  private static Map<String, Object> pods(String... phases) {
    var items =
        List.of(phases).stream()
            .map(
                phase ->
                    Map.of(
                        "metadata",
                        Map.of("name", "pod-" + phase),
                        "status",
                        Map.of("phase", phase)))
            .toList();
    return Map.of("apiVersion", "v1", "kind", "PodList", "items", items);
  }
}
