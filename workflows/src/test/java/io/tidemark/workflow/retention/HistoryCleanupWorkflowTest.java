package io.tidemark.workflow.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the cleanup on Temporal's in-memory server and replays each history. */
class HistoryCleanupWorkflowTest {
  private static final String TYPE = "HistoryCleanupWorkflow";

  private static final HistoryCleanupRequest DRY_RUN = new HistoryCleanupRequest(null, null, true);

  private final InMemoryRetention retention = new InMemoryRetention();

  @RegisterExtension final InMemoryCleanupServer server = new InMemoryCleanupServer(retention);

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

    var result = server.stub(WithoutInput.class).run();

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

    assertThatThrownBy(() -> server.stub(WithAnyInput.class).run(input))
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
            "deletion may be incomplete; the next run will retry: forbidden", "forbidden", null);
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
  @DisplayName("H1 W5 a hundred jobs with nothing to delete cost one marker, no activity task")
  void idle() {
    for (var i = 1; i <= 30; i++) {
      retention.job("job-" + i, 0);
    }

    run(HistoryCleanupRequest.ALL);

    assertThat(server.history())
        .doesNotContain("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED")
        .contains("EVENT_TYPE_MARKER_RECORDED");
  }

  @Test
  @DisplayName("H1 a run reaches all jobs, over as many pages and continued runs as it takes")
  void continuesAsNew() {
    retention.pageSize = 2;
    for (var i = 1; i <= 90; i++) {
      retention.job("job-" + i, 1);
    }

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(result.summary()).isEqualTo("jobs: 90, snapshots deleted: 90");
    assertThat(result.jobs()).hasSize(90);
    assertThat(result.next()).isNull();
    assertThat(retention.names()).isEmpty();
    assertThat(retention.planned).doesNotHaveDuplicates();
    assertThat(retention.requests).containsOnly(HistoryCleanupRequest.ALL);
    assertThat(retention.runs.stream().distinct()).hasSizeGreaterThan(2);
  }

  @Test
  @DisplayName("H1 a run that has reached its time limit leaves its place in its result")
  void timeLimit() {
    retention.pageSize = 1;
    for (var name : List.of("a", "b", "c", "d", "e")) {
      retention.job(name, 0);
    }

    var result =
        server
            .stub(HistoryCleanupWorkflow.class, server.options(InMemoryCleanupServer.BRIEF))
            .run(HistoryCleanupRequest.ALL);

    assertThat(result.summary())
        .endsWith("its time was over; the next run continues after FlinkDeployment flink/a");
    assertThat(result.next()).isNotNull();
    assertThat(retention.planned).hasSize(1);
  }

  @Test
  @DisplayName("H1 the next run of the schedule continues where the last one has ended")
  void nextRun() {
    retention.pageSize = 1;
    for (var name : List.of("a", "b", "c")) {
      retention.job(name, 0);
    }
    // This server has no schedules; the runs of a cron have the last result in the same way.
    var cron =
        WorkflowOptions.newBuilder(server.options(InMemoryCleanupServer.BRIEF))
            .setCronSchedule("0 * * * *")
            .build();
    var workflow = server.stub(HistoryCleanupWorkflow.class, cron);

    var runs = WorkflowClient.execute(workflow::run, HistoryCleanupRequest.ALL);
    server.sleep(Duration.ofHours(5));

    assertThat(retention.planned.stream().map(job -> job.reference().name()).limit(4))
        .containsExactly("a", "b", "c", "a");
    assertThat(runs).as("a cron has no end").isNotDone();
  }

  @Test
  @DisplayName("H1 S3 what cannot be read at all is reported, and the jobs behind it are reached")
  void unreadablePlace() {
    retention.job("a", 1);
    retention.job("b", 1);
    retention.unreadablePlace = "flink/a";

    var result = run(HistoryCleanupRequest.ALL);

    assertThat(result.summary())
        .isEqualTo(
            "jobs: 1, snapshots deleted: 1; after the start nothing could be read: no answer");
    assertThat(retention.names()).containsExactly("a-1");
  }

  @Test
  @DisplayName("H1 a job that does not exist fails the run, with its name")
  void unknownJob() {
    assertThatThrownBy(() -> run(new HistoryCleanupRequest(null, "odrers", false)))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("job is 'odrers': no watched job has that name");
  }

  private HistoryCleanupResult run(HistoryCleanupRequest request) {
    return server.stub(HistoryCleanupWorkflow.class).run(request);
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
