package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.jobstatus.ListedJob;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.flink.FlinkJob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class UnclaimedJobsCheckTest {
  private KubernetesClient client;

  @Test
  @DisplayName("M4 running jobs that no resource is about are named; a silent cluster is left out")
  void named() {
    put("orders");
    put("silent");

    assertThat(check(new ListedJob("claimed", "a", "RUNNING", 1)))
        .isEqualTo("ok        jobs without a resource: none on the clusters that answer");
    assertThat(
            check(
                new ListedJob("claimed", "a", "RUNNING", 1),
                new ListedJob("other", "b", "RESTARTING", 1),
                new ListedJob("ended", "c", "FINISHED", 1)))
        .startsWith("warning   jobs without a resource: ")
        .contains("about 1 running jobs (other of flink/orders)");
  }

  private String check(ListedJob... jobs) {
    var reader =
        new ClusterReader() {
          @Override
          public List<ListedJob> jobs(FlinkJob cluster) {
            if (cluster.cluster().equals("silent")) {
              throw new IllegalStateException("no answer");
            }
            return List.of(jobs);
          }

          @Override
          public Map<String, String> info(FlinkJob cluster) {
            return Map.of();
          }
        };
    return new UnclaimedJobsCheck(
            new JobStore(client), new WatchedNamespaces(Set.of("flink")), reader)
        .run()
        .line();
  }

  private void put(String name) {
    var job = new FlinkDeployment();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("flink")
            .withName(name)
            .withAnnotations(Map.of(JobAnnotations.JOB_ID, "claimed"))
            .build());
    client.resource(job).create();
  }
}
