package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ReferenceJobsCheckTest {
  private KubernetesClient client;

  @Test
  @DisplayName("M3 jobs without the reference's finalizer are ok")
  void none() {
    put("orders", "example.com/finalizer");

    assertThat(check()).isEqualTo("ok        jobs of the Flink operator: none");
  }

  @Test
  @DisplayName("M3 jobs with the reference's finalizer are named")
  void named() {
    put("orders", "flinkdeployments.flink.apache.org/finalizer");

    assertThat(check())
        .startsWith("warning   jobs of the Flink operator: 1 resources have its finalizer")
        .contains("FlinkDeployment flink/orders");
  }

  private String check() {
    return new ReferenceJobsCheck(new JobStore(client), new WatchedNamespaces(Set.of("flink")))
        .run()
        .line();
  }

  private void put(String name, String finalizer) {
    var job = new FlinkDeployment();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("flink")
            .withName(name)
            .withFinalizers(finalizer)
            .build());
    client.resource(job).create();
  }
}
