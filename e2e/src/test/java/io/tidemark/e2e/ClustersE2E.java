package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import io.tidemark.dev.TidemarkServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two Kubernetes clusters on one Temporal namespace, in which ids do not name the cluster. */
class ClustersE2E {
  private static final String NAME = "clusters";
  private static final String OTHER_QUEUE = "clusters-other";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {path: "%2$s"}
      """;

  @RegisterExtension static final Story story = Story.in(NAME);

  private static DevStack other;
  private static Snapshots otherSnapshots;

  @BeforeAll
  static void startAnotherCluster() {
    other = DevStack.builder().kubernetes().start();
    other.kubernetes().createNamespace(NAME);
    var kubectl = new Kubectl(other.kubernetes().kubeconfig());
    otherSnapshots = new Snapshots(other.kubernetes().client(), kubectl, NAME);
    story.serve(NAME, Map.of("TIDEMARK_SWEEP_INTERVAL", "1 s"));
    story.serve(OTHER_QUEUE, inOtherCluster(OTHER_QUEUE));
  }

  @AfterAll
  static void closeOtherCluster() {
    other.close();
  }

  @Test
  @DisplayName("S6 two clusters with task queues of their own are served, and keep their schedules")
  void bothServed() {
    for (var job : List.of("here", "namesake")) {
      story.deploy(job);
    }
    for (var job : List.of("there", "namesake")) {
      other.resources().publishDeployment(NAME, job, story.shared().job());
    }
    try (var schedules = Schedules.of(story)) {
      schedules.annotate("here", "tidemark.io/periodic-savepoint=1 d");
      schedules.annotate("namesake", "tidemark.io/periodic-savepoint=1 d");
      schedules.awaitThere(schedules.id("namesake"));
      annotateInOtherCluster("there", "1 d");
      annotateInOtherCluster("namesake", "2 d");
      schedules.awaitThere(schedules.id("there"));
      assertThat(otherSnapshots.awaitEvent("namesake", "InvalidSetting").getMessage())
          .contains(schedules.id("namesake"), identity(story.stack()));
      awaitSweeps();

      assertThat(Schedules.interval(schedules.get(schedules.id("namesake"))))
          .contains(Duration.ofDays(1));
      schedules.command("trigger", schedules.id("here"));
      schedules.command("trigger", schedules.id("there"));
      schedules.awaitCompleted("here");
      await("a snapshot of the other cluster's schedule")
          .until(
              () -> otherSnapshots.labelled("job-reference.name", "there"),
              found -> found.stream().anyMatch(it -> it.state().equals("COMPLETED")));
    }
    for (var snapshots : List.of(story.snapshots(), otherSnapshots)) {
      snapshots.apply(SAVEPOINT.formatted("namesake", story.directory("namesake")));
      snapshots.await("namesake", "COMPLETED");
      snapshots.delete("namesake");
    }
  }

  @Test
  @DisplayName("S6 an installation on the task queue of another cluster is not ready and says so")
  void sameTaskQueue() throws Exception {
    var settings = new HashMap<>(story.shared().settings(NAME));
    settings.putAll(inOtherCluster(NAME));
    var finding =
        "Temporal task queue %s: serves the Kubernetes cluster %s, and this is the cluster %s"
            .formatted(NAME, identity(story.stack()), identity(other));
    try (var wrong = TidemarkServer.startUnready(story.stack(), "clusters-wrong", settings)) {
      var health = HealthEndpoint.of(wrong);
      await("the reason").until(() -> health.readiness().body(), it -> it.contains(finding));

      story.deploy("undisturbed");
      HealthySnapshots.of(story.snapshots(), "undisturbed").awaitTakenAndDeleted();
      assertThat(health.readiness().body()).contains(finding);
    }

    var check = story.tidemark(List.of("check"), story.environment(inOtherCluster(NAME)));
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.output()).contains("MISSING   " + finding);

    var replacement = new HashMap<>(inOtherCluster(NAME));
    replacement.put("TIDEMARK_CLUSTER_ID", identity(story.stack()));
    check = story.tidemark(List.of("check"), story.environment(replacement));
    assertThat(check.status()).as(check.output()).isZero();
  }

  @Test
  @DisplayName(
      "S6 a task queue without a recorded cluster is recorded for the first one that knows")
  void unrecorded() {
    var queue = "clusters-unrecorded";
    var id = "history-cleanup/" + queue;
    var created = List.of("schedule", "create", "--schedule-id=" + id, "--workflow-id=" + id);
    var action = List.of("--type=HistoryCleanupWorkflow", "--task-queue=" + queue);
    story
        .temporal()
        .temporal(
            Stream.of(created, action, List.of("--interval=24h"))
                .flatMap(List::stream)
                .toArray(String[]::new));
    var settings = story.environment(inOtherCluster(queue));
    assertThat(story.tidemark(List.of("check"), settings).output())
        .contains("optional  Temporal task queue " + queue);

    story.serve(queue, Map.of("TIDEMARK_TASK_QUEUE", queue));

    var check = story.tidemark(List.of("check"), settings);
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.output())
        .contains("serves the Kubernetes cluster " + identity(story.stack()))
        .contains("this is the cluster " + identity(other));
  }

  @Test
  @DisplayName("S6 a workflow that ended with GONE although its resource exists is started again")
  void gone() {
    story.snapshots().apply(SAVEPOINT.formatted("lost", story.directory("lost")));
    var id = story.snapshots().get("lost").workflowId();

    var run = startWithoutResource(id);

    assertThat(story.temporal().temporal("workflow", "result", "-w", id, "-r", run))
        .contains("GONE");
    await("another run").until(() -> !story.temporal().latestRun(id).equals(run));
    story.deploy("lost");
    story.snapshots().await("lost", "COMPLETED");
  }

  /** Replaces a workflow by a run that finds nothing, as one that another cluster answers. */
  private static String startWithoutResource(String id) {
    return story
        .temporal()
        .temporalJson(
            "workflow",
            "start",
            "--type=SnapshotWorkflow",
            "--task-queue=" + NAME,
            "--workflow-id=" + id,
            "--id-conflict-policy=TerminateExisting",
            "--input={\"namespace\": \"clusters\", \"name\": \"lost\", \"uid\": \"other\"}")
        .path("runId")
        .asText();
  }

  private static Map<String, String> inOtherCluster(String taskQueue) {
    return Map.of(
        "KUBECONFIG",
        other.kubernetes().kubeconfig().toString(),
        "TIDEMARK_TASK_QUEUE",
        taskQueue,
        "TIDEMARK_LEADER_ELECTION",
        "false",
        "TIDEMARK_SWEEP_INTERVAL",
        "1 s");
  }

  private static void annotateInOtherCluster(String job, String interval) {
    otherSnapshots.kubectl(
        "annotate", "flinkdep", job, "tidemark.io/periodic-savepoint=" + interval);
  }

  /** A sweep of each installation creates its cleanup schedule again. */
  private static void awaitSweeps() {
    for (var id : List.of("history-cleanup/" + NAME, "history-cleanup/" + OTHER_QUEUE)) {
      story.temporal().temporal("schedule", "delete", "--schedule-id", id);
      await(id)
          .ignoreException(IllegalStateException.class)
          .until(() -> story.temporal().schedule(id).has("schedule"));
    }
  }

  private static String identity(DevStack stack) {
    return Optional.ofNullable(
            stack.kubernetes().client().namespaces().withName("kube-system").get())
        .orElseThrow()
        .getMetadata()
        .getUid();
  }
}
