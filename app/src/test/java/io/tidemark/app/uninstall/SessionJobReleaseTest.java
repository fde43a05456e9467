package io.tidemark.app.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class SessionJobReleaseTest {
  private static final String PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/team-a/flinksessionjobs";
  private static final WatchedNamespaces TEAM = new WatchedNamespaces(Set.of("team-a"));

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  @DisplayName(
      "S5 our finalizer comes off session jobs, others stay, and the job that runs is named")
  void comesOff() throws Exception {
    var ours = job("orders", "a.org/x, tidemark.io/session-job");
    var list =
        Map.of(
            "apiVersion",
            "flink.apache.org/v1beta1",
            "items",
            List.of(ours, job("other", "flinksessionjobs.flink.apache.org/finalizer")));
    server
        .expect()
        .get()
        .withPath(PATH + "?limit=" + WatchedNamespaces.PAGE)
        .andReturn(200, list)
        .once();
    server.expect().patch().withPath(PATH + "/orders").andReturn(200, ours).once();
    var release = new SessionJobRelease(client, TEAM);

    var held = release.held().found();
    held.forEach(release::release);

    assertThat(held).extracting(it -> it.getMetadata().getName()).containsExactly("orders");
    assertThat(SessionJobRelease.leftBehind(held.get(0))).contains("abc123");
    assertThat(server.getLastRequest().getBody().readUtf8())
        .contains("\"finalizers\":[\"a.org/x\"]", "\"resourceVersion\":\"1\"");
  }

  @Test
  @DisplayName(
      "S5 a session job that is gone meanwhile is released, and none is left without the CRD")
  void gone() {
    var release = new SessionJobRelease(client, TEAM);

    release.release(job("orders", "tidemark.io/session-job"));

    assertThat(release.held().found()).isEmpty();
  }

  private static FlinkSessionJob job(String name, String finalizers) {
    return Serialization.unmarshal(
        """
        apiVersion: flink.apache.org/v1beta1
        kind: FlinkSessionJob
        metadata: {namespace: team-a, name: %s, uid: a, resourceVersion: "1", finalizers: [%s]}
        spec: {deploymentName: session}
        status: {jobStatus: {jobId: abc123}}
        """
            .formatted(name, finalizers),
        FlinkSessionJob.class);
  }
}
