package io.tidemark.app.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient
class FinalizerReleaseTest {
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        namespace: %s
        name: %s
        uid: uid-of-it
        resourceVersion: "1"
        finalizers: [%s]
      spec: {savepoint: {}}
      status: %s
      """;

  private static final String COMPLETED = "{state: COMPLETED, path: 's3://bucket/savepoint-1'}";

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  @DisplayName("S5 our finalizer comes off in all watched namespaces, and others stay")
  void comesOff() throws Exception {
    serve("team-a", snapshot("team-a", "one", FlinkResources.FINALIZER, COMPLETED));
    var two = snapshot("team-b", "two", "a.org/x, " + FlinkResources.FINALIZER, COMPLETED);
    serve("team-b", two, snapshot("team-b", "free", "a.org/x", COMPLETED));
    var release =
        new FinalizerRelease(
            client, new WatchedNamespaces(Set.of("team-a", "team-b")), ResourceSelector.ALL);

    var held = release.held().found();

    assertThat(held).extracting(it -> it.id().name()).containsExactly("one", "two");
    var path = path("team-b") + "/two";
    server.expect().get().withPath(path).andReturn(200, two).once();
    server.expect().patch().withPath(path).andReturn(200, two).once();
    release.release(held.get(1));
    assertThat(server.getLastRequest().getBody().readUtf8())
        .contains("\"finalizers\":[\"a.org/x\"]");
  }

  @Test
  @DisplayName("S5 a snapshot that is gone meanwhile is released")
  void goneMeanwhile() {
    var gone = snapshot("team-a", "one", FlinkResources.FINALIZER, COMPLETED);

    new FinalizerRelease(client, WatchedNamespaces.ALL, ResourceSelector.ALL)
        .release(new SnapshotReader(gone));

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("S5 without the CRD there is nothing to do")
  void nothingToDo() {
    assertThat(new FinalizerRelease(client, WatchedNamespaces.ALL, ResourceSelector.ALL).held())
        .isEqualTo(new NamespacedReading<>(List.of(), Map.of()));
  }

  @Test
  @DisplayName("S5 S8 the finalizer stays on what another installation serves by its labels")
  void selected() {
    var ours = snapshot("team-a", "ours", FlinkResources.FINALIZER, COMPLETED);
    ours.getMetadata().setLabels(Map.of("served-by", "us"));
    serve("team-a", ours, snapshot("team-a", "other", FlinkResources.FINALIZER, COMPLETED));
    var selector = ResourceSelector.parse("{matchLabels: {served-by: us}}");

    var held =
        new FinalizerRelease(client, new WatchedNamespaces(Set.of("team-a")), selector).held();

    assertThat(held.found()).extracting(it -> it.id().name()).containsExactly("ours");
  }

  @Test
  @DisplayName("S3 S5 a namespace whose list is refused is named, and the others are released")
  void refused() {
    server.expect().get().withPath(list("team-a")).andReturn(403, "{}").once();
    serve("team-b", snapshot("team-b", "two", FlinkResources.FINALIZER, COMPLETED));
    var release =
        new FinalizerRelease(
            client, new WatchedNamespaces(Set.of("team-a", "team-b")), ResourceSelector.ALL);

    var held = release.held();

    assertThat(held.found()).extracting(it -> it.id().name()).containsExactly("two");
    assertThat(held.problems().values())
        .singleElement()
        .asString()
        .startsWith("namespace team-a cannot be read: 403");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{state: COMPLETED, path: 's3://b/savepoint-1'} | stays at s3://b/savepoint-1",
        "{state: COMPLETED}                             | no savepoint is recorded",
        "{state: IN_PROGRESS, triggerId: abc}           | trigger id abc",
        "{}                                             | may still complete one",
        "{state: FAILED}                                | no savepoint is recorded",
        "{state: ABANDONED}                             | no savepoint is recorded"
      })
  @DisplayName("S5 the data that stays is described")
  void leftBehind(String status, String words) {
    var snapshot = snapshot("team-a", "one", FlinkResources.FINALIZER, status);

    assertThat(FinalizerRelease.leftBehind(new SnapshotReader(snapshot))).contains(words);
  }

  private void serve(String namespace, FlinkStateSnapshot... snapshots) {
    var list = Map.of("apiVersion", "flink.apache.org/v1beta1", "items", List.of(snapshots));
    server.expect().get().withPath(list(namespace)).andReturn(200, list).once();
  }

  private static String list(String namespace) {
    return path(namespace) + "?limit=" + WatchedNamespaces.PAGE;
  }

  private static String path(String namespace) {
    return "/apis/flink.apache.org/v1beta1/namespaces/%s/flinkstatesnapshots".formatted(namespace);
  }

  private static FlinkStateSnapshot snapshot(
      String namespace, String name, String finalizers, String status) {
    return Serialization.unmarshal(
        SNAPSHOT.formatted(namespace, name, finalizers, status), FlinkStateSnapshot.class);
  }
}
