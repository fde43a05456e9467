package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import io.tidemark.dev.DevStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The product, and a Flink that does what each recorded case needs. */
abstract class HistoryScene {
  /** Below it Temporal does not suggest to continue as new, so that one case can and no other. */
  private static final int LONG_HISTORY = 100;

  static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s, annotations: {%s}}
      spec:
        backoffLimit: %d
        jobReference: {kind: FlinkDeployment, name: %s}
        %s
      """;

  private static final String SIGNALED = "EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED";
  private static final String CANCEL_REQUESTED = "EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED";

  static final String SAVEPOINT = "savepoint: {}";
  static final String STATUS = "GET /jobs/\\w+/savepoints/\\w+";
  static final String DISPOSAL = "GET /savepoint-disposal/\\w+";
  static final String PENDING =
      """
      {"status":{"id":"IN_PROGRESS"},"operation":null}""";
  static final String FAILED =
      """
      {"status":{"id":"COMPLETED"},"operation":{"failure-cause":{"class":"java.io.IOException",
       "stack-trace":"java.io.IOException: the storage is read-only\\n"}}}""";
  static final String CONFIGURATION =
      """
      [{"key":"state.savepoints.dir","value":"file:/elsewhere"}]""";
  static final String NO_DIRECTORY =
      """
      {"errors":["org.apache.flink.runtime.rest.handler.RestHandlerException: Config key
       [execution.checkpointing.savepoint-dir] is not set. Property [target-directory] must be provided."]}"""
          .replace("\n", "");

  @RegisterExtension static final Story story = Story.in("histories");

  /** Its Tidemark expects Flink to forget within a second. */
  @RegisterExtension static final Story forgetful = Story.in("forgetful");

  /** Its Tidemark reports a slow attempt after 10 s, and gives it up after a minute. */
  @RegisterExtension static final Story limited = Story.in("limited");

  static final ScriptedFlink flink = new ScriptedFlink();
  static DevStack stack;
  static Temporal temporal;

  @BeforeAll
  static void start() {
    stack =
        DevStack.builder()
            .temporal()
            .temporalSetting(
                "limit.historyCount.suggestContinueAsNew", String.valueOf(LONG_HISTORY))
            .start();
    temporal = new Temporal(stack.temporal());
    var settings =
        Map.of(
            "TEMPORAL_ADDRESS",
            stack.temporal().address(),
            "TIDEMARK_FLINK_REST_URL_TEMPLATE",
            flink.address().toString());
    deployJob(); // Tidemark lists it, so no case has a signal of this change.
    story.serve("histories", with(settings, "SAVEPOINT_ALLOWED_PREFIXES", "file:/savepoints"));
    forgetful.serve("forgetful", with(settings, "FLINK_STORE_DURATION", "1 s"));
    var limits = with(settings, "SNAPSHOT_SLOW_AFTER", "10 s");
    limited.serve("limited", with(limits, "SNAPSHOT_RESULT_DEADLINE", "1 min"));
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    var all = new HashMap<>(settings);
    all.put("TIDEMARK_" + key, value);
    return all;
  }

  @AfterAll
  static void stop() {
    flink.close();
    stack.close();
  }

  @BeforeEach
  void healthyFlink() {
    flink.behave();
  }

  /** Points the job's resources to the job that Flink runs now. */
  static void deployJob() {
    story.deploy("job", flink.job());
    forgetful.deploy("job", flink.job());
    limited.deploy("job", flink.job());
  }

  static void periodicCheckpoint(String name) {
    apply(name, "", -1, "cleaned", "checkpoint: {}");
    awaitState(name, "COMPLETED");
    story
        .snapshots()
        .kubectl("label", "flinksnp", name, "snapshot.trigger-type=PERIODIC", "--overwrite");
  }

  static HistoryRecorder recorder(String name) {
    return HistoryRecorder.of(temporal, "SnapshotWorkflow", name);
  }

  static void apply(String name, String type) {
    apply(name, "", -1, "job", type);
  }

  static void apply(String name, String annotation, int backoffLimit, String job, String type) {
    story.snapshots().apply(SNAPSHOT.formatted(name, annotation, backoffLimit, job, type));
  }

  /** Returns the workflow of a savepoint that waits for a job of its name. */
  static String applyWithoutJob(String name) {
    apply(name, "", -1, name, SAVEPOINT);
    return awaitState(name, "TRIGGER_PENDING");
  }

  /**
   * Deploys the job that a savepoint waits for. That is two changes, its creation and its status,
   * and the bridge signals both.
   */
  static void deployLate(String name, String workflow) {
    var signals = count(temporal.events(workflow), SIGNALED) + 2;
    flink.finishSnapshots(false);
    story.deploy(name, flink.job());
    await("both signals to " + workflow)
        .until(() -> count(temporal.events(workflow), SIGNALED) >= signals);
    awaitState(name, "IN_PROGRESS");
    finish(workflow);
  }

  /** Lets Flink finish a snapshot once the workflow waits for nothing else. */
  static void finish(String workflow) {
    awaitSettled(workflow);
    awaitActivity(workflow, "AwaitOutcome");
    flink.finishSnapshots(true);
  }

  /**
   * Waits until a workflow has handled all that was sent to it, and its cancelled activities have
   * ended. If anything arrives while a workflow ends, Temporal repeats that task, and the history
   * leaves out the steps of the first one.
   */
  static void awaitSettled(String workflow) {
    await("a settled " + workflow).until(() -> temporal.events(workflow), HistoryScene::isSettled);
  }

  private static boolean isSettled(List<String> events) {
    var handled = events.lastIndexOf("EVENT_TYPE_WORKFLOW_TASK_COMPLETED");
    return handled > events.lastIndexOf("EVENT_TYPE_WORKFLOW_TASK_SCHEDULED")
        && handled > events.lastIndexOf(SIGNALED)
        && count(events, CANCEL_REQUESTED) == count(events, "EVENT_TYPE_ACTIVITY_TASK_CANCELED");
  }

  private static long count(List<String> events, String type) {
    return events.stream().filter(type::equals).count();
  }

  /** Returns the workflow of a snapshot that Flink does not finish. */
  static String applySlow(String name, String type) {
    flink.finishSnapshots(false);
    apply(name, type);
    var workflow = awaitState(name, "IN_PROGRESS");
    awaitActivity(workflow, "AwaitOutcome");
    return workflow;
  }

  /** Returns the workflow of a savepoint that Flink does not finish, once it counts as slow. */
  static String applyLimited(String name) {
    flink.finishSnapshots(false);
    limited.snapshots().apply(SNAPSHOT.formatted(name, "", -1, "job", SAVEPOINT));
    var workflow = limited.snapshots().await(name, "IN_PROGRESS").workflowId();
    limited.snapshots().awaitEvent(name, "SnapshotSlow");
    return workflow;
  }

  /** Returns the workflow of a savepoint that is completed, with that run at its end. */
  static String complete(String name, String annotation) {
    return complete(name, annotation, SAVEPOINT);
  }

  static String complete(String name, String annotation, String type) {
    apply(name, annotation, -1, "job", type);
    var workflow = awaitState(name, "COMPLETED");
    temporal.result(workflow);
    return workflow;
  }

  /** Returns the workflow of a snapshot that Flink does not finish, and that a user gives up. */
  static String abandonSlow(String name, String type) {
    var workflow = applySlow(name, type);
    temporal.signal(workflow, "abandon", "\"not needed any more\"");
    return workflow;
  }

  /** Terminates a workflow that cleans up, and waits for the run that a sweep starts. */
  static void terminateAfterAbandonment(String name, String workflow) {
    awaitState(name, "ABANDONED");
    var first = temporal.latestRun(workflow);
    temporal.temporal("workflow", "terminate", "-w", workflow, "--reason", "a slip");
    await("another run of " + workflow).until(() -> !temporal.latestRun(workflow).equals(first));
  }

  /** Asks a waiting workflow to look again, and returns whether it has continued as a new run. */
  static boolean hasNextRun(String workflow, String run) {
    temporal.signal(workflow, "retryNow");
    awaitSettled(workflow);
    return !temporal.latestRun(workflow).equals(run);
  }

  /** Waits until a workflow no longer waits for its activity, as after a deletion. */
  static void awaitInterrupted(String workflow) {
    await("an interrupted " + workflow)
        .until(() -> temporal.events(workflow).contains(CANCEL_REQUESTED));
  }

  static void finishAfterAbandonment(String name, String workflow) {
    awaitState(name, "ABANDONED");
    finish(workflow);
  }

  static void deleteWithoutWaiting(String name) {
    story.snapshots().kubectl("delete", "flinksnp", name, "--wait=false");
  }

  /** Keeps a snapshot that is deleted, with a finalizer beside that of Tidemark. */
  static void hold(String name) {
    var finalizer =
        """
        [{"op":"add","path":"/metadata/finalizers/-","value":"tidemark.test/hold"}]""";
    story.snapshots().kubectl("patch", "flinksnp", name, "--type=json", "--patch=" + finalizer);
  }

  static void skipDisposal(String name) {
    story.snapshots().kubectl("annotate", "flinksnp", name, "tidemark.io/skip-disposal=true");
  }

  static void patch(String name, String patch) {
    story.snapshots().kubectl("patch", "flinksnp", name, "--type=merge", "--patch=" + patch);
  }

  /** Waits for a state of a snapshot, and returns its workflow. */
  static String awaitState(String name, String state) {
    return story.snapshots().await(name, state).workflowId();
  }

  static void awaitActivity(String workflow, String type) {
    await(type + " of " + workflow)
        .until(() -> temporal.pendingActivities(workflow).contains(type));
  }
}
