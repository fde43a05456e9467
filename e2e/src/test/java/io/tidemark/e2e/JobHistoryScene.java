package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Tidemark in the mode standalone and a real Flink, for the recorded changes of session jobs. */
abstract class JobHistoryScene {
  /** Below it Temporal does not suggest to continue as new, so that one case can and no other. */
  private static final int LONG_HISTORY = 250;

  /** The files of Flink are here, since histories name savepoints, but no folder of a machine. */
  private static final Path DIRECTORY = Path.of("/dev/shm/tidemark-histories");

  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: %1$s}
      spec:
        deploymentName: %2$s
        job: {jarURI: %3$s, args: ["name=%1$s"], parallelism: 1, upgradeMode: %4$s, state: running}
        flinkConfiguration: {%5$s}
      """;

  static final String SAVEPOINT = "savepoint";
  static final String LAST_STATE = "last-state";
  static final String STATELESS = "stateless";
  static final String NO_SETTINGS = "";

  @RegisterExtension static final Story story = Story.in("job-histories").standalone();

  static DevStack stack;
  static Temporal temporal;
  static SessionJobs jobs;
  private static FlinkProxy proxy;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(DIRECTORY);
    stack =
        DevStack.builder()
            .directory(Files.createTempDirectory(DIRECTORY, ""))
            .temporal()
            .temporalSetting(
                "limit.historyCount.suggestContinueAsNew", String.valueOf(LONG_HISTORY))
            .flink(FlinkRelease.V1_20)
            .jobs(0)
            .start();
    temporal = new Temporal(stack.temporal());
    proxy = FlinkProxy.before(stack.flink().restAddress());
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "job-histories",
        Map.of(
            "TIDEMARK_MODE",
            "standalone",
            "KUBECONFIG",
            account.toString(),
            "TEMPORAL_ADDRESS",
            stack.temporal().address(),
            "TIDEMARK_FLINK_REST_URL_TEMPLATE",
            proxy.template()));
    jobs = new SessionJobs(story.stack(), stack.flink(), story.snapshots(), story.namespace());
    jobs.createCluster("session");
  }

  @AfterAll
  static void stop() {
    proxy.close();
    stack.close();
    var unused = Execution.of(List.of("rm", "-r", DIRECTORY.toString()));
  }

  static HistoryRecorder recorder(String name) {
    return HistoryRecorder.of(temporal, "SessionJobWorkflow", name);
  }

  /** Creates a job on the cluster that answers. */
  static void apply(String name, String upgradeMode) {
    apply(name, upgradeMode, "session", NO_SETTINGS);
  }

  static void apply(String name, String upgradeMode, String cluster, String settings) {
    var jar = story.stack().jars().countingJob(1);
    story.snapshots().apply(JOB.formatted(name, cluster, jar, upgradeMode, settings));
  }

  /** Creates a job, waits until it runs, and returns the run that has started it. */
  static String started(String name, String upgradeMode) {
    return started(name, upgradeMode, "session", NO_SETTINGS);
  }

  static String started(String name, String upgradeMode, String cluster, String settings) {
    apply(name, upgradeMode, cluster, settings);
    jobs.await(name, "STABLE");
    var run = temporal.latestRun(jobs.workflowId(name));
    temporal.result(jobs.workflowId(name));
    return run;
  }

  /** Changes {@code spec.job}, and returns the run of that change. */
  static String change(String name, String json) {
    return runAfter(name, () -> jobs.patchJob(name, json));
  }

  /** Returns the first run after this request. */
  static String runAfter(String name, Runnable request) {
    var workflow = jobs.workflowId(name);
    var before = temporal.latestRun(workflow);
    request.run();
    return await("another run of " + workflow)
        .until(() -> temporal.latestRun(workflow), run -> !run.equals(before));
  }

  /** Changes the arguments of the program; each of them keeps the job's name. */
  static String arguments(String name, String argument) {
    return "{\"args\":[\"name=%s\",\"%s\"]}".formatted(name, argument);
  }

  /** A program whose {@code main} takes that long, so that there is a moment before the stop. */
  static String slowMain(String name) {
    return arguments(name, "mainSleeps=15000");
  }

  static void awaitPhase(String name, String phase) {
    await(name + " is " + phase).until(() -> phase(jobs.workflowId(name)).equals(phase));
  }

  private static String phase(String workflow) {
    JsonNode answer =
        temporal.temporalJson("workflow", "query", "-w", workflow, "--type", "progress");
    return answer.at("/queryResult/0/phase").asText();
  }

  /** Waits until a workflow waits by a timer that it did not have before. */
  static void awaitTimer(String name) {
    var workflow = jobs.workflowId(name);
    await("a timer of " + workflow)
        .ignoreExceptions() // There may be no run yet.
        .until(() -> temporal.events(workflow).contains("EVENT_TYPE_TIMER_STARTED"));
  }

  /** Creates a cluster of its own for this case, or brings it back. */
  static void reachable(String cluster) {
    proxy.route(story.namespace(), cluster, stack.flink().restAddress());
    jobs.createCluster(cluster);
  }

  /** Nothing listens at the address of a cluster. */
  static void unreachable(String cluster) {
    proxy.route(story.namespace(), cluster, URI.create("http://127.0.0.1:1"));
    jobs.createCluster(cluster);
  }

  static void signal(String name, String signal, String... input) {
    temporal.signal(jobs.workflowId(name), signal, input);
  }

  /** Deletes a job, and returns the run that ends it. */
  static String deleted(String name) {
    return runAfter(
        name, () -> story.snapshots().kubectl("delete", "flinksessionjob", name, "--wait=false"));
  }
}
