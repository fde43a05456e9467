package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state that a bridge reports, with a Temporal server that refuses every start. */
@Timeout(120)
class BridgeStateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ApiServer api = new ApiServer();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private final AtomicInteger sweepTasks = new AtomicInteger();
  private final SnapshotBridge bridge =
      new SnapshotBridge(
          api.client(),
          refusing(temporal.getWorkflowClient()),
          new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
          new BridgeSettings(
              new WatchedNamespaces(Set.of("flink")),
              ResourceSelector.ALL,
              "tidemark",
              Duration.ofDays(1),
              Duration.ZERO),
          KubernetesCluster.UNKNOWN,
          new SearchAttributeSupport(),
          (job, type) -> Optional.empty(),
          List.of(),
          sweepTasks::incrementAndGet);

  @BeforeEach
  void start() {
    bridge.start();
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());
  }

  @AfterEach
  void close() {
    bridge.close();
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("S3 the changes that Temporal did not take are the backlog")
  void backlog() {
    assertThat(bridge.backlog()).isZero();

    api.put(SnapshotDraft.savepoint().resource());

    await().atMost(PATIENCE).until(() -> bridge.backlog() == 1);
  }

  @Test
  @DisplayName("H1 the task of sweeps runs as soon as all resources have been listed")
  void sweepTask() {
    await().atMost(PATIENCE).until(() -> sweepTasks.get() == 1);
  }

  @Test
  @DisplayName("S3 the statistics count what the bridge has seen")
  void statistics() {
    api.put(Jobs.orders());
    api.put(SnapshotDraft.savepoint().resource());

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var statistics = bridge.statistics(Instant.now());
              assertThat(statistics.snapshots()).hasSize(1);
              assertThat(statistics.jobs()).hasSize(1);
            });
  }

  @Test
  @DisplayName("S3 the restarts of a watch that is cut off are counted")
  void cutOff() {
    assertThat(bridge.watchRestarts()).isZero();

    api.stop();

    await().atMost(PATIENCE).until(() -> bridge.watchRestarts() > 0);
  }

  private static WorkflowClient refusing(WorkflowClient client) {
    var refusal =
        TemporalFaults.onStart(
            options -> {
              throw new StatusRuntimeException(Status.UNAVAILABLE);
            });
    var options = client.getOptions().toBuilder().setInterceptors(refusal).build();
    return WorkflowClient.newInstance(client.getWorkflowServiceStubs(), options);
  }
}
