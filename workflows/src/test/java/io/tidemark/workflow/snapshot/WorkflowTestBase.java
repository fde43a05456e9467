package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The workflow on Temporal's in-memory server, with Flink and the resource in memory; each history
 * is replayed.
 */
abstract class WorkflowTestBase {
  /** The longest that a test waits for something that must happen; generous on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The shortest time that a timer must still last when a request ends it. */
  private static final Duration NOT_SOON = Duration.ofSeconds(5);

  private static final String QUEUE = "test";

  final InMemoryFlink flink = new InMemoryFlink();
  final InMemoryResources resources = new InMemoryResources();
  TestWorkflowEnvironment environment;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance();
    var worker = environment.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(SnapshotWorkflowImpl.class);
    worker.registerActivitiesImplementations(flink, resources);
    environment.start();
  }

  @AfterEach
  void everyHistoryReplays() throws Exception {
    flink.hanging = false;
    flink.slow = false;
    WorkflowReplayer.replayWorkflowExecution(
        client().fetchHistory(ID.workflowId()), SnapshotWorkflowImpl.class);
    environment.close();
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  SnapshotResult run() {
    return workflow().run(SnapshotRequest.of(ID));
  }

  CompletableFuture<SnapshotResult> runInBackground() {
    return runInBackground(SnapshotRequest.of(ID));
  }

  CompletableFuture<SnapshotResult> runInBackground(SnapshotRequest request) {
    return WorkflowClient.execute(workflow()::run, request);
  }

  SnapshotWorkflow running() {
    return client().newWorkflowStub(SnapshotWorkflow.class, ID.workflowId());
  }

  void cancel() {
    client().newUntypedWorkflowStub(ID.workflowId()).cancel();
  }

  /** Waits for the end of the workflow. */
  static SnapshotResult end(CompletableFuture<SnapshotResult> running) {
    assertThat(running).succeedsWithin(PATIENCE);
    return running.join();
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
    return durations("\"startToFireTimeout\": \"([0-9.]+s)\"");
  }

  /** Returns how long each disposal was allowed to take, retries included. */
  List<Duration> disposalLimits() {
    return durations("\"name\": \"Dispose\"[^}]+}.*?\"scheduleToCloseTimeout\": \"([0-9.]+s)\"");
  }

  /** Returns the server's time at the end of the last run; its clock skips ahead from there. */
  Instant endedAt() {
    var times = inHistory("\"eventTime\": \"([^\"]+)\"");
    return Instant.parse(times.get(times.size() - 1));
  }

  private List<Duration> durations(String pattern) {
    return inHistory(pattern).stream().map(it -> Duration.parse("PT" + it)).toList();
  }

  /** Returns what the pattern's group has found in the last run's history, in order. */
  private List<String> inHistory(String pattern) {
    var found = Pattern.compile(pattern, Pattern.DOTALL).matcher(history());
    return found.results().map(match -> match.group(1)).toList();
  }

  /**
   * Does it after the time on the server's clock, while the workflow waits for a timer that is not
   * due soon. An activity could end and a timer could fire at that moment: see {@link
   * #awaitCancelRequest}.
   */
  void whileWaiting(Duration after, Runnable request) {
    environment.registerDelayedCallback(
        after, // the clock skips no time until the callback returns
        () -> {
          await().atMost(PATIENCE).until(this::waitsForTimer);
          request.run();
        });
  }

  private boolean waitsForTimer() {
    return lastEvent() == EventType.EVENT_TYPE_TIMER_STARTED
        && now().plus(NOT_SOON).isBefore(endedAt().plus(timers().get(timers().size() - 1)));
  }

  void awaitLastEvent(EventType type) {
    await().atMost(PATIENCE).until(() -> lastEvent() == type);
  }

  private EventType lastEvent() {
    return client().fetchHistory(ID.workflowId()).getLastEvent().getEventType();
  }

  void awaitActivity(String name) {
    await().atMost(PATIENCE).until(() -> activities().contains(name));
  }

  void awaitState(SnapshotState state) {
    await().atMost(PATIENCE).until(() -> resources.state() == state);
  }

  /**
   * Until the server has taken the request to cancel an activity: the in-memory one refuses it, and
   * with it the workflow task, if the activity ends meanwhile. So it does if a timer that is to be
   * cancelled fires meanwhile. Real servers do not.
   */
  void awaitCancelRequest() {
    await().until(() -> history().contains("EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED"));
  }

  List<SnapshotState> states() {
    return resources.writes.stream().map(StatusChange::state).toList();
  }

  Instant now() {
    return Instant.ofEpochMilli(environment.currentTimeMillis());
  }

  private SnapshotWorkflow workflow() {
    var options =
        WorkflowOptions.newBuilder().setWorkflowId(ID.workflowId()).setTaskQueue(QUEUE).build();
    return client().newWorkflowStub(SnapshotWorkflow.class, options);
  }
}
