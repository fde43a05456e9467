package io.tidemark.workflow.job;

import static io.tidemark.workflow.job.InMemorySessionJob.ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.tidemark.workflow.execution.UpdateResult;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The workflow on Temporal's in-memory server, with scripted claims and a Flink in memory; each
 * history is replayed.
 */
abstract class WorkflowTestBase {
  /** The longest that a test waits for something that must happen; generous on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String QUEUE = "test";

  final InMemoryJobFlink flink = new InMemoryJobFlink();
  final InMemorySessionJob job = new InMemorySessionJob();
  TestWorkflowEnvironment environment;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance();
    environment.registerSearchAttribute(
        WorkflowSearchAttributes.JOB_PHASE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    var worker = environment.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(SessionJobWorkflowImpl.class);
    worker.registerActivitiesImplementations(flink, job);
    environment.start();
  }

  @AfterEach
  void everyHistoryReplays() throws Exception {
    flink.hanging = false;
    WorkflowReplayer.replayWorkflowExecution(
        client().fetchHistory(ID.workflowId()), SessionJobWorkflowImpl.class);
    environment.close();
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  ChangeResult run() {
    return end(runInBackground());
  }

  CompletableFuture<ChangeResult> runInBackground() {
    return runInBackground(new SessionJobRequest(ID));
  }

  CompletableFuture<ChangeResult> runInBackground(SessionJobRequest request) {
    return runInBackground(request, SearchAttributes.EMPTY);
  }

  CompletableFuture<ChangeResult> runInBackground(
      SessionJobRequest request, SearchAttributes attributes) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(ID.workflowId())
            .setTaskQueue(QUEUE)
            .setTypedSearchAttributes(attributes)
            .build();
    var workflow = client().newWorkflowStub(SessionJobWorkflow.class, options);
    return WorkflowClient.execute(workflow::run, request);
  }

  SessionJobWorkflow running() {
    return client().newWorkflowStub(SessionJobWorkflow.class, ID.workflowId());
  }

  /** Waits for the end of the workflow. */
  static ChangeResult end(CompletableFuture<ChangeResult> running) {
    assertThat(running).succeedsWithin(PATIENCE);
    return running.join();
  }

  String update(String name, Object... arguments) {
    return client()
        .newUntypedWorkflowStub(ID.workflowId())
        .update(name, UpdateResult.class, arguments)
        .answer();
  }

  void assertRefused(String reason, String name, Object... arguments) {
    assertThatThrownBy(() -> update(name, arguments)).rootCause().hasMessageContaining(reason);
  }

  String history() {
    return client().fetchHistory(ID.workflowId()).toJson(true);
  }

  /** Returns the normal activities that the last run has scheduled, in order. */
  List<String> activities() {
    return inHistory("\"activityType\": \\{\\s+\"name\": \"(\\w+)\"");
  }

  /** Returns how long each timer was that the last run has started, in order. */
  List<Duration> timers() {
    return inHistory("\"startToFireTimeout\": \"([0-9.]+s)\"").stream()
        .map(it -> Duration.parse("PT" + it))
        .toList();
  }

  /** Returns all summaries of the last run, decoded. */
  List<String> summaries() {
    return inHistory("\"summary\": \\{.*?\"data\": \"([^\"]+)\"").stream()
        .map(it -> new String(Base64.getDecoder().decode(it.replace("\\u003d", "=")), UTF_8))
        .map(it -> it.replace("\"", ""))
        .toList();
  }

  /** Returns what the pattern's group has found in the last run's history, in order. */
  List<String> inHistory(String pattern) {
    var found = Pattern.compile(pattern, Pattern.DOTALL).matcher(history());
    return found.results().map(match -> match.group(1)).toList();
  }

  void awaitActivity(String name) {
    eventually(() -> activities().contains(name));
  }

  /** Until a wait of the workflow is shown. */
  void awaitWait() {
    eventually(() -> running().progress().nextTry() != null);
  }

  static void eventually(BooleanSupplier condition) {
    await().atMost(PATIENCE).until(condition::getAsBoolean);
  }
}
