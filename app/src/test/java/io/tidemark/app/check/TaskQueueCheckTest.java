package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.grpc.Status;
import io.temporal.client.schedules.ScheduleException;
import io.tidemark.app.check.CheckResult.Verdict;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class TaskQueueCheckTest {
  private static final KubernetesCluster EU = new KubernetesCluster("eu");
  private static final KubernetesCluster US = new KubernetesCluster("us");

  private KubernetesClient client;

  @Test
  @DisplayName("S6 a task queue of another cluster is named with both clusters and the remedy")
  void otherCluster() {
    assertThat(check(Optional.of("eu"), () -> US).line())
        .startsWith("MISSING   Temporal task queue tidemark: serves the Kubernetes cluster us")
        .contains("this is the cluster eu", "TIDEMARK_TASK_QUEUE", "TIDEMARK_CLUSTER_ID=us");
  }

  @Test
  @DisplayName("S6 a task queue of this cluster, or of none, can be used")
  void ownCluster() {
    assertThat(check(Optional.of("eu"), () -> EU).verdict()).isEqualTo(Verdict.OK);
    assertThat(check(Optional.of("eu"), () -> KubernetesCluster.UNKNOWN).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  @DisplayName("S6 without an identity, the check says how to give one")
  void noIdentity() {
    var result = check(Optional.empty(), () -> US);

    assertThat(result.verdict()).isEqualTo(Verdict.OPTIONAL);
    assertThat(result.detail()).contains("kube-system", "TIDEMARK_CLUSTER_ID");
  }

  @Test
  @DisplayName("S6 a schedule that may not be read stops no start")
  void denied() {
    var result =
        check(
            Optional.of("eu"),
            () -> {
              throw new ScheduleException(Status.PERMISSION_DENIED.asRuntimeException());
            });

    assertThat(result.verdict()).isEqualTo(Verdict.OPTIONAL);
    assertThat(result.detail()).contains("PERMISSION_DENIED");
  }

  private CheckResult check(Optional<String> configured, Supplier<KubernetesCluster> owner) {
    return new TaskQueueCheck("tidemark", new ClusterIdentity(client, configured), owner).run();
  }
}
