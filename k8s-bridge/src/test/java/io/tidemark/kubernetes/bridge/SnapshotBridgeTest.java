package io.tidemark.kubernetes.bridge;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * From resources on an API server to workflows on a Temporal server, of which no worker takes any.
 */
@Timeout(120)
class SnapshotBridgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private final ApiServer api = new ApiServer();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private final RecordingFollower follower = new RecordingFollower();
  private final AtomicInteger sweepTasks = new AtomicInteger();
  private SnapshotBridge bridge;

  /** The server in memory keeps half of a workflow that it refuses for its attributes. */
  @BeforeEach
  void register() {
    WorkflowSearchAttributes.ALL.forEach(
        attribute ->
            temporal.registerSearchAttribute(attribute.getName(), attribute.getValueType()));
  }

  @AfterEach
  void close() {
    if (bridge != null) {
      bridge.close();
    }
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("W1 a snapshot that is swept many times, by two bridges, starts one workflow")
  void oneWorkflow() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());
    try (var another = bridge(AT_ONCE)) {
      another.start();
      watch(AT_ONCE);
      awaitStart(snapshot);
      var later = api.put(SnapshotDraft.savepoint().named("orders-2").resource());

      awaitStart(later);
    }

    assertThat(events(snapshot)).hasSize(2);
    assertThat(started(snapshot).getWorkflowType().getName()).isEqualTo("SnapshotWorkflow");
    assertThat(started(snapshot)).asString().contains("workflow_task_timeout {\n  seconds: 5\n}");
    assertThat(signals(snapshot)).isEmpty();
  }

  @Test
  @DisplayName("W1 a workflow that was terminated is started again by the next sweep")
  void startedAgain() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());
    watch(AT_ONCE);
    awaitStart(snapshot);

    terminateAndAwaitSweep(snapshot);
  }

  @Test
  @DisplayName("W1 a settled snapshot starts nothing")
  void settled() {
    var settled =
        api.put(
            SnapshotDraft.savepoint().status("{state: COMPLETED, path: p}").labelled().resource());
    var other = api.put(SnapshotDraft.savepoint().named("orders-2").resource());

    watch(NEVER);

    awaitStart(other);
    assertThat(events(settled)).isEmpty();
  }

  @Test
  @DisplayName("R10 W5 a job that changes signals the snapshots that name it, and no others")
  void jobChanged() {
    var orders = api.put(Jobs.orders());
    api.put(Jobs.deployment("sales", "{}", Jobs.RUNNING));
    var named = api.put(SnapshotDraft.savepoint().resource());
    var namesake =
        api.put(
            SnapshotDraft.of("{savepoint: {}, jobReference: {kind: FlinkSessionJob, name: orders}}")
                .named("orders-2")
                .resource());
    var other =
        api.put(
            SnapshotDraft.of("{savepoint: {}, jobReference: {kind: FlinkDeployment, name: sales}}")
                .named("sales-1")
                .resource());
    watch(NEVER);
    List.of(named, namesake, other).forEach(this::awaitStart);
    var before = signals(named).size();
    var othersBefore = signals(other).size();

    change(orders, Jobs.deployment("orders", "{}", Jobs.RUNNING.replace("RUNNING", "FAILING")));

    await().atMost(PATIENCE).until(() -> signals(named).size() == before + 1);
    assertThat(signals(named)).containsOnly("changed");
    assertThat(signals(namesake)).isEmpty();
    assertThat(signals(other)).hasSize(othersBefore);
  }

  @Test
  @DisplayName("R2 R14 a corrected spec wakes its workflow, and a deletion is signalled to it")
  void correctedAndDeleted() {
    var snapshot = api.put(SnapshotDraft.of("savepoint: {}").finalized().resource());
    watch(NEVER);
    awaitStart(snapshot);

    var corrected = SnapshotDraft.savepoint().resource();
    corrected.setMetadata(snapshot.getMetadata());
    api.client().resource(corrected).update();
    await().atMost(PATIENCE).until(() -> signals(snapshot).contains("changed"));
    api.remove(snapshot);

    await().atMost(PATIENCE).until(() -> signals(snapshot).contains("deletionRequested"));
    assertThat(signals(snapshot)).containsExactly("changed", "deletionRequested");
  }

  @Test
  @DisplayName("R14 the deletion of a settled snapshot starts its workflow with the signal")
  void settledAndDeleted() {
    var snapshot =
        api.put(
            SnapshotDraft.savepoint()
                .status("{state: COMPLETED, triggerId: t, path: p}")
                .label("snapshot.state", "COMPLETED")
                .finalized()
                .resource());
    watch(NEVER);
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());

    api.remove(snapshot);

    awaitStart(snapshot);
    assertThat(signals(snapshot)).containsExactly("deletionRequested");
  }

  @Test
  @DisplayName("W1 W5 a deletion that Temporal refuses is signalled by exactly one sweep")
  void missedDeletion() {
    var snapshot = api.put(SnapshotDraft.of("savepoint: {}").finalized().resource());
    var refusals = new AtomicInteger(3);
    bridge = bridge(AT_ONCE, clientWith(TemporalFaults.onSignal(() -> refuse(refusals))));
    bridge.start();
    awaitStart(snapshot);

    api.remove(snapshot);

    await().atMost(PATIENCE).until(() -> signals(snapshot).contains("deletionRequested"));
    var later = api.put(SnapshotDraft.savepoint().named("orders-2").resource());
    awaitStart(later);
    terminateAndAwaitSweep(later);
    assertThat(signals(snapshot)).containsExactly("deletionRequested");
    assertThat(refusals).hasValue(0);
  }

  @Test
  @DisplayName("W1 what a sweep throws ends neither later sweeps nor the rest of this one")
  void brokenSweep() {
    var snapshots =
        List.of(
            api.put(SnapshotDraft.savepoint().resource()),
            api.put(SnapshotDraft.savepoint().named("orders-2").resource()));
    var errors = new AtomicInteger(6);
    bridge = bridge(AT_ONCE, clientWith(TemporalFaults.onStart(options -> fail(errors))));

    bridge.start();

    snapshots.forEach(this::awaitStart);
    assertThat(errors).hasNegativeValue();
  }

  @Test
  @DisplayName("W2 the start carries the search attributes")
  void searchAttributes() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());

    watch(NEVER);

    awaitStart(snapshot);
    assertThat(started(snapshot).getSearchAttributes().getIndexedFieldsMap())
        .containsKeys("JobName", "SnapshotName", "SnapshotType", "SnapshotState");
  }

  @Test
  @DisplayName("W2 that a server takes no search attributes is said once, and without a trace")
  void searchAttributesRefused() {
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var logger = (Logger) LoggerFactory.getLogger(SnapshotWorkflows.class);
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    var first = api.put(SnapshotDraft.savepoint().resource());
    var second = api.put(SnapshotDraft.savepoint().named("orders-2").resource());
    bridge =
        bridge(NEVER, clientWith(TemporalFaults.onStart(SnapshotBridgeTest::refuseAttributes)));

    bridge.start();
    awaitStart(first);
    awaitStart(second);

    logger.detachAppender(log);
    logger.setLevel(null);
    assertThat(log.list).hasSizeLessThan(2).allMatch(line -> line.getThrowableProxy() == null);
    assertThat(started(first).getSearchAttributes().getIndexedFieldsMap()).isEmpty();
  }

  @Test
  @DisplayName("T7 followers see all existing jobs, and those that are deleted")
  void jobsAreFollowed() {
    var orders = api.put(Jobs.orders());

    watch(NEVER);

    await().atMost(PATIENCE).until(() -> follower.calls().contains("swept 1"));
    assertThat(follower.calls()).contains("changed orders");

    api.remove(orders);

    await().atMost(PATIENCE).until(() -> follower.calls().contains("gone orders"));
  }

  @Test
  @DisplayName("T2 what a follower throws is left to the next sweep")
  void aFollowerMayFail() {
    follower.fail(2);
    api.put(Jobs.orders());

    watch(AT_ONCE);

    await().atMost(PATIENCE).until(() -> follower.calls().contains("swept 1"));
  }

  @Test
  @DisplayName("H1 the task of sweeps runs at every sweep")
  void theSweepTaskRunsAtEverySweep() {
    watch(AT_ONCE);

    await().atMost(PATIENCE).until(() -> sweepTasks.get() > 2);
  }

  private void watch(Duration sweepInterval) {
    bridge = bridge(sweepInterval);
    bridge.start();
  }

  private SnapshotBridge bridge(Duration sweepInterval) {
    return bridge(sweepInterval, temporal.getWorkflowClient());
  }

  private SnapshotBridge bridge(Duration sweepInterval, WorkflowClient client) {
    return new SnapshotBridge(
        api.client(),
        client,
        new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
        new BridgeSettings(
            new WatchedNamespaces(Set.of("flink")),
            ResourceSelector.ALL,
            "tidemark",
            sweepInterval,
            Duration.ZERO),
        KubernetesCluster.UNKNOWN,
        new SearchAttributeSupport(),
        (job, type) -> Optional.empty(),
        List.of(follower),
        sweepTasks::incrementAndGet);
  }

  private static void refuse(AtomicInteger left) {
    if (left.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
      throw new StatusRuntimeException(Status.UNAVAILABLE);
    }
  }

  private static void fail(AtomicInteger left) {
    if (left.getAndDecrement() > 0) {
      throw new LinkageError("asked to fail");
    }
  }

  /** Answers as a server without the search attributes does. */
  private static void refuseAttributes(WorkflowOptions options) {
    if (options.getTypedSearchAttributes().size() > 0) {
      throw new StatusRuntimeException(Status.INVALID_ARGUMENT);
    }
  }

  private WorkflowClient clientWith(WorkflowClientInterceptor interceptor) {
    var options = temporal.getWorkflowClient().getOptions();
    return WorkflowClient.newInstance(
        temporal.getWorkflowServiceStubs(),
        options.toBuilder().setInterceptors(interceptor).build());
  }

  private void terminateAndAwaitSweep(FlinkStateSnapshot snapshot) {
    var first = started(snapshot).getOriginalExecutionRunId();

    temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub(new SnapshotReader(snapshot).id().workflowId())
        .terminate("by a test");

    await()
        .atMost(PATIENCE)
        .until(() -> !started(snapshot).getOriginalExecutionRunId().equals(first));
  }

  private void change(FlinkDeployment before, FlinkDeployment after) {
    after.setMetadata(before.getMetadata());
    api.client().resource(after).update();
  }

  private void awaitStart(FlinkStateSnapshot snapshot) {
    await().atMost(PATIENCE).until(() -> !events(snapshot).isEmpty());
  }

  private WorkflowExecutionStartedEventAttributes started(FlinkStateSnapshot snapshot) {
    var first = events(snapshot).get(0);
    assertThat(first.getEventType()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
    return first.getWorkflowExecutionStartedEventAttributes();
  }

  /** The signals that its workflow has had, in order. */
  private List<String> signals(FlinkStateSnapshot snapshot) {
    return events(snapshot).stream()
        .filter(event -> event.getEventType() == EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .map(event -> event.getWorkflowExecutionSignaledEventAttributes().getSignalName())
        .toList();
  }

  /** The history of its workflow; empty as long as there is none. */
  private List<HistoryEvent> events(FlinkStateSnapshot snapshot) {
    var id = new SnapshotReader(snapshot).id().workflowId();
    try {
      return temporal.getWorkflowClient().fetchHistory(id).getEvents();
    } catch (StatusRuntimeException none) {
      return List.of();
    }
  }
}
