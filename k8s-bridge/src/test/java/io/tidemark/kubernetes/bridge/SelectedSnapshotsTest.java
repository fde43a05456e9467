package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge that serves only the snapshots of a label selector. */
@Timeout(120)
class SelectedSnapshotsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final String SNAPSHOTS = "/namespaces/flink/flinkstatesnapshots?";
  private static final WatchedNamespaces FLINK = new WatchedNamespaces(Set.of("flink"));
  private static final ResourceSelector OURS =
      ResourceSelector.parse("{matchLabels: {served-by: us}}");

  private final ApiServer api = new ApiServer();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private SnapshotBridge bridge;

  @BeforeEach
  void register() {
    WorkflowSearchAttributes.ALL.forEach(
        attribute ->
            temporal.registerSearchAttribute(attribute.getName(), attribute.getValueType()));
  }

  @AfterEach
  void close() {
    bridge.close();
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("S8 a snapshot that the label selector leaves out starts no workflow, at no sweep")
  void leftOut() {
    var before = api.put(other("other-1"));
    watch(OURS, AT_ONCE);
    var after = api.put(other("other-2"));
    var ours = api.put(ours());

    await().atMost(PATIENCE).until(() -> isStarted(ours));

    assertThat(isStarted(before)).isFalse();
    assertThat(isStarted(after)).isFalse();
    assertThat(bridge.statistics(Instant.now()).snapshots()).hasSize(1);
  }

  @Test
  @DisplayName(
      "S8 each list and watch of snapshots has the label selector, and none of jobs has it")
  void requests() {
    watch(OURS, NEVER);
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());

    var lines = api.requests().stream().map(ApiServer.Request::line).toList();

    assertThat(lines.stream().filter(line -> line.contains(SNAPSHOTS)))
        .isNotEmpty()
        .allMatch(line -> line.contains("labelSelector=served-by%3Dus"))
        .anyMatch(line -> line.contains("notin"));
    assertThat(lines.stream().filter(line -> !line.contains(SNAPSHOTS)))
        .noneMatch(line -> line.contains("labelSelector"));
  }

  @Test
  @DisplayName(
      "R19 S8 what a selector leaves out may use a savepoint, so nothing is known for sure")
  void lastKnown() {
    api.put(Jobs.orders());
    var ours = api.put(ours());
    watch(OURS, NEVER);
    await().atMost(PATIENCE).until(() -> isStarted(ours));
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());

    assertThat(bridge.of(FLINK)).isEmpty();
    assertThat(bridge.snapshot(new SnapshotReader(ours).id())).isPresent();
  }

  private void watch(ResourceSelector selector, Duration sweepInterval) {
    bridge =
        new SnapshotBridge(
            api.client(),
            temporal.getWorkflowClient(),
            new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
            new BridgeSettings(FLINK, selector, "tidemark", sweepInterval, Duration.ZERO),
            KubernetesCluster.UNKNOWN,
            new SearchAttributeSupport(),
            (job, type) -> Optional.empty(),
            List.of(),
            () -> {});
    bridge.start();
  }

  private static FlinkStateSnapshot ours() {
    return SnapshotDraft.savepoint().label("served-by", "us").resource();
  }

  private static FlinkStateSnapshot other(String name) {
    return SnapshotDraft.savepoint().named(name).resource();
  }

  private boolean isStarted(FlinkStateSnapshot snapshot) {
    var id = new SnapshotReader(snapshot).id().workflowId();
    try {
      return !temporal.getWorkflowClient().fetchHistory(id).getEvents().isEmpty();
    } catch (StatusRuntimeException none) {
      return false;
    }
  }
}
