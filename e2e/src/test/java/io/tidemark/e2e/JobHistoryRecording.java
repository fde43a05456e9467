package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records the histories of session jobs that later releases replay (W4). */
class JobHistoryRecording extends JobHistoryScene {
  private static final String SUSPENDED = "{\"state\":\"suspended\"}";
  private static final String RUNNING = "{\"state\":\"running\"}";

  @Test
  @DisplayName("W4 a job that is started, upgraded with a savepoint, and cancelled by its deletion")
  void upgraded() {
    var start = recorder("started");
    var upgrade = recorder("upgraded-savepoint");
    var end = recorder("deleted-cancelled");
    var workflow = workflow("upgraded", started("upgraded", SAVEPOINT), start, "STARTED");

    upgrade.record(
        workflow, change("upgraded", arguments("upgraded", "recordsPerSecond=20")), "UPGRADED");
    jobs.await("upgraded", "STABLE");
    end.record(workflow, deleted("upgraded"), "ENDED");
  }

  @Test
  @DisplayName("W4 a job that is upgraded from its last checkpoint")
  void lastState() {
    var upgrade = recorder("upgraded-last-state");
    started("last-state", LAST_STATE, "session", "execution.checkpointing.interval: 1 s");
    var id = SessionJobs.jobId(jobs.get("last-state"));
    await("a checkpoint")
        .until(
            () ->
                stack.flink().answer("/jobs/" + id + "/checkpoints").at("/counts/completed").asInt()
                    > 0);
    var run = change("last-state", arguments("last-state", "recordsPerSecond=20"));
    upgrade.record(jobs.workflowId("last-state"), run, "UPGRADED");
    jobs.delete("last-state");
  }

  @Test
  @DisplayName("W4 a job that is suspended, resumed, started elsewhere, and stopped at its end")
  void suspended() {
    var suspend = recorder("suspended");
    var resume = recorder("resumed");
    var redeploy = recorder("redeployed");
    var end = recorder("deleted-with-savepoint");
    var name = "paused";
    started(name, SAVEPOINT, "session", "kubernetes.operator.job.savepoint-on-deletion: \"true\"");
    var workflow = jobs.workflowId(name);

    suspend.record(workflow, change(name, SUSPENDED), "SUSPENDED");
    var path = SessionJobs.savepoint(jobs.await(name, "SUSPENDED"));
    resume.record(workflow, change(name, RUNNING), "STARTED");
    jobs.await(name, "STABLE");
    var from = "{\"initialSavepointPath\":\"%s\",\"savepointRedeployNonce\":1}".formatted(path);
    redeploy.record(workflow, change(name, from), "UPGRADED");
    jobs.await(name, "STABLE");
    end.record(workflow, deleted(name), "ENDED");
  }

  @Test
  @DisplayName("W4 specs that are refused before the job is touched")
  void refused() {
    var invalid = recorder("invalid-spec");
    var jar = recorder("jar-refused");
    started("refused", SAVEPOINT);
    var workflow = jobs.workflowId("refused");

    invalid.record(workflow, change("refused", "{\"parallelism\":0}"), "INVALID");
    var none = story.stack().jars().url("none.jar");
    var missing = "{\"parallelism\":1,\"jarURI\":\"%s\"}".formatted(none);
    jar.record(workflow, change("refused", missing), "INVALID");
    jobs.delete("refused");
  }

  @Test
  @DisplayName("W4 a restore that Flink refuses, and that is rolled back")
  void rolledBack() {
    var history = recorder("rolled-back");
    started("rolled-back", SAVEPOINT);
    var run = change("rolled-back", arguments("rolled-back", "uid=another"));
    history.record(jobs.workflowId("rolled-back"), run, "ROLLED_BACK");
    jobs.delete("rolled-back");
  }

  @Test
  @DisplayName("W4 a change that is held by a person, and resumed")
  void held() {
    var history = recorder("held-resumed");
    started("held", SAVEPOINT);
    var run = change("held", slowMain("held"));
    signal("held", "hold", "\"release freeze\"");
    awaitPhase("held", "HELD");
    signal("held", "resume");
    history.record(jobs.workflowId("held"), run, "UPGRADED");
    jobs.delete("held");
  }

  @Test
  @DisplayName("W4 a change that is cancelled before its job is stopped")
  void cancelled() {
    var history = recorder("cancelled-before-stop");
    started("cancelled", SAVEPOINT);
    var workflow = jobs.workflowId("cancelled");
    var run = change("cancelled", slowMain("cancelled"));
    temporal.temporal("workflow", "cancel", "-w", workflow);
    history.record(workflow, run, "CANCELED");
    story.snapshots().kubectl("delete", "flinksessionjob", "cancelled", "--wait=false");
  }

  @Test
  @DisplayName("W4 a stop that fails, and is tried again")
  void stopFailed() throws IOException {
    var history = recorder("stop-retried");
    var file = Files.createFile(stack.directory().resolve("in-the-way"));
    started(
        "stopped",
        SAVEPOINT,
        "session",
        "state.savepoints.dir: \"%s/savepoints\"".formatted(file.toUri()));
    var run = change("stopped", arguments("stopped", "recordsPerSecond=20"));
    awaitTimer("stopped");
    Files.delete(file);
    signal("stopped", "retryNow");
    history.record(jobs.workflowId("stopped"), run, "UPGRADED");
    jobs.delete("stopped");
  }

  @Test
  @DisplayName("W4 a lost job without state, which starts again by itself")
  void lost() {
    var history = recorder("lost-stateless");
    started("lost", STATELESS);
    var run = runAfter("lost", () -> stack.flink().restart());
    history.record(jobs.workflowId("lost"), run, "UPGRADED");
    jobs.delete("lost");
  }

  @Test
  @DisplayName("W4 a lost job with state, which is held until its state is named")
  void blocked() {
    var history = recorder("blocked-use-state");
    started("blocked", SAVEPOINT);
    change("blocked", SUSPENDED);
    var path = SessionJobs.savepoint(jobs.await("blocked", "SUSPENDED"));
    change("blocked", RUNNING);
    jobs.await("blocked", "STABLE");
    temporal.result(jobs.workflowId("blocked"));

    var run = runAfter("blocked", () -> stack.flink().restart());
    awaitPhase("blocked", "HELD");
    signal("blocked", "useState", "\"" + path + "\"");
    history.record(jobs.workflowId("blocked"), run, "STARTED");
    jobs.delete("blocked");
  }

  @Test
  @DisplayName("W4 an outage of the cluster")
  void outage() {
    var history = recorder("outage");
    unreachable("away");
    apply("away", STATELESS, "away", NO_SETTINGS);
    awaitTimer("away");
    reachable("away");
    history.record(jobs.workflowId("away"), "STARTED");
    jobs.delete("away");
  }

  @Test
  @DisplayName("W4 a job that is left running, since its cluster cannot be reached")
  void leftRunning() {
    var history = recorder("deleted-left-running");
    reachable("cut-off");
    started("left", STATELESS, "cut-off", NO_SETTINGS);
    var workflow = jobs.workflowId("left");
    unreachable("cut-off");
    var run = deleted("left");
    temporal.signal(workflow, "leaveJob");
    history.record(workflow, run, "ENDED");
  }

  @Test
  @DisplayName("W4 U9 a resource that is deleted while its job waits for a cluster")
  void gone() {
    var history = recorder("gone");
    apply("gone", STATELESS, "none", NO_SETTINGS);
    jobs.awaitEvent("gone", "WaitingForCluster");
    var workflow = jobs.workflowId("gone");
    jobs.delete("gone");
    history.record(workflow, "GONE");
  }

  @Test
  @DisplayName("W4 a held change that continues as new")
  void continuedAsNew() {
    var first = recorder("continued-as-new");
    var second = recorder("continued-run");
    started("continued", SAVEPOINT);
    var workflow = jobs.workflowId("continued");
    var run = change("continued", slowMain("continued"));
    signal("continued", "hold", "\"release freeze\"");
    awaitPhase("continued", "HELD");
    await("the next run")
        .until(
            () -> {
              signal("continued", "retryNow");
              return !temporal.latestRun(workflow).equals(run);
            });
    first.record(workflow, run, "CONTINUED_AS_NEW");
    awaitPhase("continued", "HELD");
    signal("continued", "resume");
    second.record(workflow, "UPGRADED");
    jobs.delete("continued");
  }

  private static String workflow(String name, String run, HistoryRecorder recorder, String ending) {
    var workflow = jobs.workflowId(name);
    recorder.record(workflow, run, ending);
    return workflow;
  }
}
