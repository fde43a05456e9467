package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.kubernetes.fixture.PagingApiServer;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.SnapshotId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge that begins to watch many snapshots, whose list has several pages. */
@Timeout(120)
class FailOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final String SNAPSHOTS = "flinkstatesnapshots";
  private static final int COUNT = 1200;

  private final PagingApiServer api = new PagingApiServer();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private SnapshotBridge bridge;

  @BeforeEach
  void register() {
    WorkflowSearchAttributes.ALL.forEach(
        attribute ->
            temporal.registerSearchAttribute(attribute.getName(), attribute.getValueType()));
    bridge =
        new SnapshotBridge(
            api.client(),
            temporal.getWorkflowClient(),
            new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
            new BridgeSettings(
                WatchedNamespaces.ALL, ResourceSelector.ALL, "tidemark", NEVER, Duration.ZERO),
            KubernetesCluster.UNKNOWN,
            new SearchAttributeSupport(),
            (job, type) -> Optional.empty(),
            List.of(),
            () -> {});
  }

  @AfterEach
  void close() {
    bridge.close();
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("S2 S8 an unfinished snapshot is started while all others are still being listed")
  void unfinished() {
    api.put(SNAPSHOTS, snapshots("COMPLETED").toList());
    api.putSelected(SNAPSHOTS, List.of(snapshot(COUNT - 1, "")));
    var laterPages = api.holdLaterPages();

    bridge.start();

    await().atMost(PATIENCE).until(() -> isStarted(COUNT - 1));
    assertThat(bridge.missing()).containsExactly("the resources are still being listed");
    laterPages.countDown();
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());
  }

  @Test
  @DisplayName("S2 S8 what the first page of a list contains does not wait for the last page")
  void firstPage() {
    api.put(SNAPSHOTS, snapshots("").toList());
    api.holdLaterPages();

    bridge.start();

    await().atMost(PATIENCE).until(() -> isStarted(0));
    assertThat(bridge.missing()).isNotEmpty();
    assertThat(isStarted(COUNT - 1)).isFalse();
  }

  private boolean isStarted(int number) {
    var id = new SnapshotId("flink", name(number), uid(number)).workflowId();
    try {
      return !temporal.getWorkflowClient().fetchHistory(id).getEvents().isEmpty();
    } catch (StatusRuntimeException none) {
      return false;
    }
  }

  private static Stream<String> snapshots(String state) {
    return IntStream.range(0, COUNT).mapToObj(number -> snapshot(number, state));
  }

  private static String snapshot(int number, String state) {
    return """
        {"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkStateSnapshot",
         "metadata": {"namespace": "flink", "name": "%s", "uid": "%s", "resourceVersion": "1",
           "labels": {"snapshot.state": "%s"}},
         "spec": {"savepoint": {}, "jobReference": {"kind": "FlinkDeployment", "name": "orders"}},
         "status": {"state": "%s"}}"""
        .formatted(name(number), uid(number), state, state);
  }

  private static String name(int number) {
    return "orders-%04d".formatted(number);
  }

  private static String uid(int number) {
    return "%08d-0000-4000-8000-000000000001".formatted(number);
  }
}
