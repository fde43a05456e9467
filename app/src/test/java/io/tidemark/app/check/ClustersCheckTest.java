package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.jobstatus.ListedJob;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.flink.FlinkJob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ClustersCheckTest {
  private KubernetesClient client;

  @Test
  @DisplayName("M4 clusters that do not answer are named, and session jobs without a cluster")
  void named() {
    assertThat(check())
        .startsWith("warning   Flink clusters: there is no FlinkDeployment; create one");
    put(new FlinkDeployment(), "orders");
    assertThat(check()).isEqualTo("ok        Flink clusters: 1, and all answer");

    put(new FlinkDeployment(), "silent");
    put(new FlinkSessionJob(), "counter");

    assertThat(check())
        .startsWith("warning   Flink clusters: FlinkDeployment flink/silent does not answer")
        .contains("no answer", "tidemark.io/rest-service")
        .contains("FlinkSessionJob flink/counter has no FlinkDeployment (none)")
        .doesNotContain("flink/orders");
  }

  private String check() {
    var reader =
        new ClusterReader() {
          @Override
          public List<ListedJob> jobs(FlinkJob cluster) {
            if (cluster.cluster().equals("silent")) {
              throw new IllegalStateException("no answer");
            }
            return List.of();
          }

          @Override
          public Map<String, String> info(FlinkJob cluster) {
            return Map.of();
          }
        };
    return new ClustersCheck(new JobStore(client), new WatchedNamespaces(Set.of("flink")), reader)
        .run()
        .line();
  }

  private void put(JobResource resource, String name) {
    resource.setMetadata(new ObjectMetaBuilder().withNamespace("flink").withName(name).build());
    client.resource(resource).create();
  }
}
