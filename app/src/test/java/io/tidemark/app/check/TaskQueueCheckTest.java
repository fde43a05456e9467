package io.tidemark.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  @DisplayName("S6 a task queue of this cluster can be used")
  void ownCluster() {
    assertThat(check(Optional.of("eu"), () -> EU).verdict()).isEqualTo(Verdict.OK);
    assertThat(state(Optional.of("eu"), () -> EU)).isEqualTo(TaskQueueState.OURS);
  }

  @Test
  @DisplayName("S6 a task queue without a recorded cluster is not taken for one of ours")
  void noOwner() {
    var result = check(Optional.of("eu"), () -> KubernetesCluster.UNKNOWN);

    assertThat(result.verdict()).isEqualTo(Verdict.OPTIONAL);
    assertThat(result.detail()).contains("history-cleanup");
    assertThat(state(Optional.of("eu"), () -> KubernetesCluster.UNKNOWN))
        .isEqualTo(TaskQueueState.UNRECORDED);
  }

  @Test
  @DisplayName("S6 without an identity, the check says how to give one")
  void noIdentity() {
    var result = check(Optional.empty(), () -> KubernetesCluster.UNKNOWN);

    assertThat(result.verdict()).isEqualTo(Verdict.OPTIONAL);
    assertThat(result.detail()).contains("kube-system", "TIDEMARK_CLUSTER_ID");
  }

  @Test
  @DisplayName("S6 without an identity, the check warns of schedules that are left as they are")
  void noIdentityAndARecordedCluster() {
    var result = check(Optional.empty(), () -> US);

    assertThat(result.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(result.detail()).contains("us", "kube-system", "TIDEMARK_CLUSTER_ID");
    assertThat(state(Optional.empty(), () -> US)).isEqualTo(TaskQueueState.NOT_COMPARABLE);
  }

  @Test
  @DisplayName("S6 a schedule that may not be read stops no start, and the check warns")
  void denied() {
    var denied = failing(Status.PERMISSION_DENIED);

    var result = check(Optional.of("eu"), denied);

    assertThat(result.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(result.detail()).contains("PERMISSION_DENIED");
    assertThat(state(Optional.of("eu"), denied)).isEqualTo(TaskQueueState.NOT_COMPARABLE);
  }

  @Test
  @DisplayName("S6 a Temporal that does not answer is not an answer, and stops a start")
  void noAnswer() {
    var unavailable = failing(Status.UNAVAILABLE);

    assertThat(check(Optional.of("eu"), unavailable).line())
        .startsWith("MISSING   Temporal task queue tidemark: Temporal does not say")
        .contains("UNAVAILABLE");
    assertThatThrownBy(() -> state(Optional.of("eu"), unavailable))
        .isInstanceOf(ScheduleException.class);
  }

  private static Supplier<KubernetesCluster> failing(Status status) {
    return () -> {
      throw new ScheduleException(status.asRuntimeException());
    };
  }

  private CheckResult check(Optional<String> configured, Supplier<KubernetesCluster> owner) {
    return taskQueue(configured, owner).run();
  }

  private TaskQueueState state(Optional<String> configured, Supplier<KubernetesCluster> owner) {
    return taskQueue(configured, owner).find().state();
  }

  private TaskQueueCheck taskQueue(Optional<String> configured, Supplier<KubernetesCluster> owner) {
    return new TaskQueueCheck("tidemark", new ClusterIdentity(client, configured), owner);
  }
}
