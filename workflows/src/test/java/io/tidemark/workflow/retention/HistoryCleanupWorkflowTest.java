package io.tidemark.workflow.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the cleanup on Temporal's in-memory server and replays each history. */
class HistoryCleanupWorkflowTest {
  private static final String ID = "history-cleanup";
  private static final String TYPE = "HistoryCleanupWorkflow";
  private static final HistoryCleanupRequest DRY_RUN = new HistoryCleanupRequest(null, null, true);

  private final InMemoryRetention retention = new InMemoryRetention();
  private TestWorkflowEnvironment environment;
  private Worker worker;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance();
    worker = environment.newWorker("test");
    worker.registerWorkflowImplementationTypes(
        HistoryCleanupWorkflowImpl.OPTIONS, HistoryCleanupWorkflowImpl.class);
    worker.registerActivitiesImplementations(retention);
    environment.start();
  }

  @AfterEach
  void everyHistoryReplays() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        environment.getWorkflowClient().fetchHistory(ID), worker);
    environment.close();
  }

  @Test
  @DisplayName("H5 the result has each deletion with its reason; jobs with nothing to do come last")
  void cleansUp() {
    retention.job("idle", 0);
    retention.job("orders", 2);

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(retention.names()).isEmpty();
    assertThat(result.summary()).isEqualTo("jobs: 2, snapshots deleted: 2");
    assertThat(result.jobs())
        .extracting(HistoryCleanupResult.Job::job)
        .containsExactly("FlinkDeployment flink/orders", "FlinkDeployment flink/idle");
    assertThat(result.jobs().get(0).summary()).isEqualTo("2 deleted: old");
    assertThat(result.jobs().get(0).snapshots())
        .containsExactly("orders-2 deleted: old", "orders-1 deleted: old");
    assertThat(result.jobs().get(1).summary()).isEqualTo("no snapshots");
  }

  @Test
  @DisplayName("H5 a dry run has the same result and deletes nothing")
  void dryRun() {
    retention.job("orders", 2);

    var dry = run(DRY_RUN);
    var left = retention.names();
    var real = run(HistoryCleanupRequest.ALL);

    assertThat(left).hasSize(2);
    assertThat(dry.jobs()).isEqualTo(real.jobs());
    assertThat(dry.summary()).isEqualTo("dry run, nothing is deleted: " + real.summary());
  }

  @Test
  @DisplayName("H1 without an input, a run cleans up all jobs")
  void withoutInput() {
    retention.job("orders", 1);

    var result = stub(WithoutInput.class).run();

    assertThat(result.jobs()).hasSize(1);
    assertThat(retention.requests).containsExactly(HistoryCleanupRequest.ALL);
    assertThat(retention.names()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName(
      "H5 an input with an unknown field or a wrong value fails, names it, and deletes nothing")
  @CsvSource({"dryrun, true", "dryRun, sure", "job, many"})
  @Timeout(value = 1, unit = TimeUnit.MINUTES) // by default, the workflow would wait indefinitely
  void wrongInput(String field, String value) {
    retention.job("orders", 1);
    var input = Map.<String, Object>of(field, value.equals("many") ? List.of("a", "b") : value);

    assertThatThrownBy(() -> stub(WithAnyInput.class).run(input))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining(field);

    assertThat(retention.names()).hasSize(1);
  }

  @Test
  @DisplayName("H1 a namespace that is not watched fails the run at once, with the reason")
  void unknownNamespace() {
    assertThatThrownBy(() -> run(new HistoryCleanupRequest("nowhere", null, false)))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("namespace is not watched");
  }

  @Test
  @DisplayName(
      "H5 a job that cannot be read, and one with refused deletes, do not block the others")
  void problems() {
    retention.unreadable.add(retention.job("unreadable", 1));
    retention.undeletable.add(retention.job("undeletable", 1));
    retention.job("orders", 1);

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(retention.names()).containsExactly("unreadable-1", "undeletable-1");
    assertThat(result.summary()).isEqualTo("jobs: 3, snapshots deleted: 2, jobs with problems: 2");
    assertThat(result.jobs())
        .extracting(HistoryCleanupResult.Job::problem)
        .containsExactly(
            "forbidden", "deletion may be incomplete; the next run will retry: forbidden", null);
  }

  @Test
  @DisplayName("H5 deletions before a lost answer are in the result, under the same run id")
  void lostAnswer() {
    retention.job("orders", 2);
    retention.lostAnswers = 2;

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(result.jobs().get(0).snapshots()).hasSize(2);
    assertThat(retention.runs).hasSize(3).containsOnly(retention.runs.get(0));
  }

  @Test
  @DisplayName("H5 a bounded run deletes the oldest snapshots, and counts those that are left")
  void bounded() {
    retention.job("a", 250);
    retention.job("b", 100);

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(result.summary())
        .isEqualTo("jobs: 2, snapshots deleted: 200, left for the next runs: 150");
    assertThat(result.jobs().get(0).snapshots())
        .hasSize(101)
        .startsWith("a-250 deleted: old")
        .endsWith("150 more will be deleted by the next runs");
    assertThat(retention.names()).hasSize(150).startsWith("a-1").endsWith("a-150");
  }

  @Test
  @DisplayName("H1 W5 a job with nothing to delete costs one marker, and no activity task")
  void idle() {
    for (var i = 1; i <= 30; i++) {
      retention.job("job-" + i, 0);
    }

    run(HistoryCleanupRequest.ALL);

    assertThat(environment.getWorkflowClient().fetchHistory(ID).toJson(true))
        .doesNotContain("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED")
        .contains("EVENT_TYPE_MARKER_RECORDED");
  }

  @Test
  @DisplayName("H5 a run deletes at most a thousand snapshots, of any number of jobs")
  void boundedOverall() {
    for (var i = 1; i <= 12; i++) {
      retention.job("job-" + i, 100);
    }

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(result.summary())
        .isEqualTo("jobs: 12, snapshots deleted: 1000, left for the next runs: 200");
    assertThat(retention.names()).hasSize(200);
  }

  private HistoryCleanupResult run(HistoryCleanupRequest request) {
    return stub(HistoryCleanupWorkflow.class).run(request);
  }

  private <W> W stub(Class<W> type) {
    var options = WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue("test").build();
    return environment.getWorkflowClient().newWorkflowStub(type, options);
  }

  /** Starts the workflow with any JSON object, as users do. */
  @WorkflowInterface
  public interface WithAnyInput {
    @WorkflowMethod(name = TYPE)
    HistoryCleanupResult run(Map<String, Object> input);
  }

  /** Starts the workflow without input. */
  @WorkflowInterface
  public interface WithoutInput {
    @WorkflowMethod(name = TYPE)
    HistoryCleanupResult run();
  }
}
