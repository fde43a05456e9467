package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class CompetingControllerCheckTest {
  private static final String ATTEMPT =
      """
      {"number": 1, "jobId": "%s", "jobUid": "u", "time": "2026-11-23T09:00:00Z", \
      "cluster": "orders", "restPort": 8081}"""
          .formatted("a".repeat(32));

  private KubernetesClient client;

  @Test
  @DisplayName("M1 snapshots without a trigger of another controller are ok")
  void alone() {
    put("one", "");

    assertThat(check()).isEqualTo("ok        competing controllers: none");
  }

  @Test
  @DisplayName("M1 snapshots with a trigger id of another controller are counted, and some named")
  void competingControllers() {
    for (var name : Set.of("a", "b", "c", "d", "e", "f")) {
      put(name, "f".repeat(32));
    }
    put("untouched", "");

    assertThat(check())
        .startsWith("warning   competing controllers: another controller also triggered 6 ")
        .contains("flink/", " and 1 more)")
        .doesNotContain("untouched");
  }

  private String check() {
    return new CompetingControllerCheck(
            new SnapshotStore(client), new WatchedNamespaces(Set.of("flink")))
        .run()
        .line();
  }

  private void put(String name, String triggerId) {
    var yaml =
        """
        apiVersion: flink.apache.org/v1beta1
        kind: FlinkStateSnapshot
        metadata:
          name: %s
          namespace: flink
          uid: 5a1f3c7e-0000-4000-8000-000000000001
          annotations: {tidemark.io/attempt: '%s'}
        spec: {savepoint: {}}
        status: {state: IN_PROGRESS, triggerId: '%s'}
        """
            .formatted(name, ATTEMPT, triggerId);
    client
        .resource(client.getKubernetesSerialization().unmarshal(yaml, FlinkStateSnapshot.class))
        .create();
  }
}
