package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
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
import io.tidemark.workflow.snapshot.SnapshotRequest;
import io.tidemark.workflow.snapshot.SnapshotResult;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bridge asks of a Temporal server whose worker ends each workflow at once. */
@Timeout(120)
class BridgeCallsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final String QUEUE = "tidemark";

  private final ApiServer api = new ApiServer();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private final RecordedCalls calls = new RecordedCalls();
  private SnapshotBridge bridge;

  @BeforeEach
  void start() {
    WorkflowSearchAttributes.ALL.forEach(
        attribute ->
            temporal.registerSearchAttribute(attribute.getName(), attribute.getValueType()));
    temporal.newWorker(QUEUE).registerWorkflowImplementationTypes(EndsAtOnceImpl.class);
    temporal.start();
  }

  @AfterEach
  void close() {
    bridge.close();
    temporal.close();
    api.close();
  }

  @Test
  @DisplayName("W1 a workflow that has come to its end is not started again by the sweeps")
  void endedWorkflow() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());
    watch(AT_ONCE);
    await().atMost(PATIENCE).until(() -> !calls.startsOf(snapshot).isEmpty());
    await().atMost(PATIENCE).until(() -> ended(snapshot));

    assertNotStartedAgain(snapshot);
  }

  @Test
  @DisplayName("W1 a deletion of which a restored Temporal knows nothing is taken up by a sweep")
  void deletionThatTemporalLost() {
    var snapshot = deleted(SnapshotDraft.savepoint());
    var run = runId(snapshot);

    await().atMost(PATIENCE).until(() -> !runId(snapshot).equals(run));
  }

  @Test
  @DisplayName("W1 a deletion that has ended is not started again, so that its result can be read")
  void deletionThatHasEnded() {
    var snapshot = deleted(SnapshotDraft.savepoint().named(EndsAtOnceImpl.RETAINED));

    assertNotStartedAgain(snapshot);
  }

  @Test
  @DisplayName("S6 a workflow that ended with GONE although its resource exists is started again")
  void workflowThatFoundNoResource() {
    var snapshot = SnapshotDraft.savepoint().named(EndsAtOnceImpl.UNSEEN).resource();
    var put = api.put(snapshot);
    watch(AT_ONCE);
    await().atMost(PATIENCE).until(() -> !calls.startsOf(put).isEmpty());
    await().atMost(PATIENCE).until(() -> ended(put));
    var run = runId(put);

    await().atMost(PATIENCE).until(() -> !runId(put).equals(run));
  }

  @Test
  @DisplayName("S6 a workflow names its cluster in its memo")
  void memo() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());

    watch(NEVER);

    await().atMost(PATIENCE).until(() -> !calls.startsOf(snapshot).isEmpty());
    assertThat(calls.startsOf(snapshot))
        .allSatisfy(options -> assertThat(options.getMemo()).containsValue("one"));
  }

  @Test
  @DisplayName("S8 the tasks of a namespace have a fairness key, so that none starves the others")
  void fairness() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());

    watch(NEVER);

    await().atMost(PATIENCE).until(() -> !calls.startsOf(snapshot).isEmpty());
    assertThat(calls.startsOf(snapshot))
        .extracting(options -> options.getPriority().getFairnessKey())
        .containsOnly("flink");
  }

  @Test
  @DisplayName("W2 a start may hand its first task to a worker of the same process")
  void eagerStart() {
    var snapshot = api.put(SnapshotDraft.savepoint().resource());

    watch(NEVER);

    await().atMost(PATIENCE).until(() -> !calls.startsOf(snapshot).isEmpty());
    assertThat(calls.startsOf(snapshot))
        .allSatisfy(options -> assertThat(options.isDisableEagerExecution()).isFalse());
  }

  @Test
  @DisplayName("W5 a job that changes signals no snapshot that is terminal")
  void terminal() {
    api.put(Jobs.orders());
    var unfinished = api.put(SnapshotDraft.savepoint().resource());
    var terminal =
        List.of(ended("COMPLETED"), ended("FAILED"), ended("ABANDONED")).stream()
            .map(api::put)
            .toList();
    watch(NEVER);
    await().atMost(PATIENCE).until(() -> bridge.missing().isEmpty());

    for (var state : List.of("FAILING", "RESTARTING", "RUNNING")) {
      var before = calls.signalsOf(unfinished);
      changeJob(state);
      await().atMost(PATIENCE).until(() -> calls.signalsOf(unfinished) > before);
    }

    assertThat(terminal).allSatisfy(it -> assertThat(calls.signalsOf(it)).isZero());
  }

  /** Deletes a completed snapshot that a bridge watches, and waits for its workflow's end. */
  private FlinkStateSnapshot deleted(SnapshotDraft draft) {
    var snapshot =
        api.put(draft.status("{state: COMPLETED, triggerId: t, path: p}").finalized().resource());
    watch(AT_ONCE);
    api.remove(snapshot);
    await().atMost(PATIENCE).until(() -> ended(snapshot));
    return snapshot;
  }

  /** Waits for sweeps, which ask for a start each, and asserts that the last run is the same. */
  private void assertNotStartedAgain(FlinkStateSnapshot snapshot) {
    var run = runId(snapshot);
    var before = calls.startsOf(snapshot).size();

    await().atMost(PATIENCE).until(() -> calls.startsOf(snapshot).size() > before + 2);

    assertThat(runId(snapshot)).isEqualTo(run);
  }

  private static FlinkStateSnapshot ended(String state) {
    return SnapshotDraft.savepoint()
        .named("orders-" + state.toLowerCase(Locale.ROOT))
        .status("{state: " + state + "}")
        .resource();
  }

  private void changeJob(String state) {
    var job = Jobs.deployment("orders", "{}", Jobs.RUNNING.replace("RUNNING", state));
    var before = api.client().resource(Jobs.orders()).get();
    job.setMetadata(before.getMetadata());
    api.client().resource(job).update();
  }

  private void watch(Duration sweepInterval) {
    var client =
        WorkflowClient.newInstance(
            temporal.getWorkflowServiceStubs(),
            temporal.getWorkflowClient().getOptions().toBuilder().setInterceptors(calls).build());
    bridge =
        new SnapshotBridge(
            api.client(),
            client,
            new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
            new BridgeSettings(
                new WatchedNamespaces(Set.of("flink")),
                ResourceSelector.ALL,
                QUEUE,
                sweepInterval,
                Duration.ZERO),
            new KubernetesCluster("one"),
            new SearchAttributeSupport(),
            (job, type) -> Optional.empty(),
            List.of(),
            () -> {});
    bridge.start();
  }

  private boolean ended(FlinkStateSnapshot snapshot) {
    try {
      return stub(snapshot).describe().getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
    } catch (WorkflowNotFoundException none) {
      return false;
    }
  }

  private String runId(FlinkStateSnapshot snapshot) {
    return stub(snapshot).describe().getExecution().getRunId();
  }

  private WorkflowStub stub(FlinkStateSnapshot snapshot) {
    return temporal.getWorkflowClient().newUntypedWorkflowStub(workflowId(snapshot));
  }

  private static String workflowId(FlinkStateSnapshot snapshot) {
    return new SnapshotReader(snapshot).id().workflowId();
  }

  /** A snapshot's workflow that has nothing to do. */
  @WorkflowInterface
  public interface EndsAtOnce {
    @WorkflowMethod(name = "SnapshotWorkflow")
    SnapshotResult run(SnapshotRequest request);
  }

  /** See {@link EndsAtOnce}. */
  public static final class EndsAtOnceImpl implements EndsAtOnce {
    /** The name of a snapshot that its worker does not find. */
    static final String UNSEEN = "unseen";

    /** The name of a snapshot whose savepoint is kept. */
    static final String RETAINED = "retained";

    private static final Map<String, String> OUTCOMES =
        Map.of(UNSEEN, "GONE", RETAINED, "RETAINED");

    @Override
    public SnapshotResult run(SnapshotRequest request) {
      var outcome = OUTCOMES.getOrDefault(request.snapshot().name(), "COMPLETED");
      return new SnapshotResult(outcome, null, null);
    }
  }

  /** Keeps the calls that it passes on. */
  private static final class RecordedCalls extends WorkflowClientInterceptorBase {
    private final List<WorkflowOptions> starts = new CopyOnWriteArrayList<>();
    private final List<String> signals = new CopyOnWriteArrayList<>();

    List<WorkflowOptions> startsOf(FlinkStateSnapshot snapshot) {
      var id = workflowId(snapshot);
      return starts.stream().filter(options -> options.getWorkflowId().equals(id)).toList();
    }

    int signalsOf(FlinkStateSnapshot snapshot) {
      return Collections.frequency(signals, workflowId(snapshot));
    }

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
        WorkflowClientCallsInterceptor next) {
      return new WorkflowClientCallsInterceptorBase(next) {
        @Override
        public WorkflowStartOutput start(WorkflowStartInput input) {
          starts.add(input.getOptions());
          return super.start(input);
        }

        @Override
        public WorkflowSignalOutput signal(WorkflowSignalInput input) {
          signals.add(input.getWorkflowExecution().getWorkflowId());
          return super.signal(input);
        }
      };
    }
  }
}
