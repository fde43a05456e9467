package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import io.tidemark.e2e.ScriptedFlink.Mood;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Records the histories that later releases replay (W4): the real product on a real Temporal server
 * and a real API server, with a Flink that does what each case needs. Run it with {@code make
 * histories}; its name keeps it out of every build. The cases of {@code RecordedHistoriesTest} have
 * the names that are recorded here.
 */
class HistoryRecording extends HistoryScene {

  @Test
  @DisplayName("W4 a savepoint on the fast path")
  void completedSavepoint() {
    var history = recorder("completed-savepoint");
    apply("completed-savepoint", SAVEPOINT);
    history.record(awaitState("completed-savepoint", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a checkpoint")
  void completedCheckpoint() {
    var history = recorder("completed-checkpoint");
    apply("completed-checkpoint", "checkpoint: {}");
    history.record(awaitState("completed-checkpoint", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that is there already")
  void importedSavepoint() {
    var history = recorder("imported-savepoint");
    apply("imported", "savepoint: {alreadyExists: true, path: \"file:/savepoints/imported\"}");
    history.record(awaitState("imported", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that leaves the fast path")
  void slowSavepoint() {
    var history = recorder("slow-savepoint");
    var workflow = applySlow("slow-savepoint", SAVEPOINT);
    flink.finishSnapshots(true);
    history.record(workflow, "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that is slow")
  void slowAttempt() {
    var history = recorder("slow-attempt");
    var workflow = applyLimited("slow-attempt");
    finish(workflow);
    history.record(workflow, "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint without a result at the deadline")
  void overdue() {
    var history = recorder("abandoned-at-result-deadline");
    var workflow = applyLimited("at-result-deadline");
    limited.snapshots().await("at-result-deadline", "ABANDONED");
    finish(workflow);
    history.record(workflow, "ABANDONED");
  }

  @Test
  @DisplayName("W4 an imported savepoint below the directory that only Flink names")
  void directoryRead() {
    var history = recorder("directory-read");
    var imported = "savepoint: {alreadyExists: true, path: \"file:/elsewhere/imported\"}";
    var workflow = complete("read", "", imported);
    flink.script("GET /jobmanager/config", 200, CONFIGURATION);
    story.snapshots().delete("read");
    history.record(workflow, "DISPOSED");
  }

  @Test
  @DisplayName("W4 an Update that is answered")
  void answeredUpdate() {
    var history = recorder("answered-update");
    var workflow = applyWithoutJob("answered-update");
    temporal.update(workflow, "abandon", "\"not needed any more\"");
    history.record(workflow, "ABANDONED");
  }

  @Test
  @DisplayName("W4 a savepoint under way that its user keeps, and deletes")
  void retainedUnderWay() {
    var history = recorder("retained-under-way");
    var workflow = applySlow("kept-under-way", SAVEPOINT);
    skipDisposal("kept-under-way");
    hold("kept-under-way"); // The bridge would signal its end while the workflow ends.
    awaitSettled(workflow);
    deleteWithoutWaiting("kept-under-way");
    history.record(workflow, "RETAINED");
    patch("kept-under-way", "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  @DisplayName("W4 a savepoint that fails once")
  void retriedSavepoint() {
    var history = recorder("retried-savepoint");
    flink.script(STATUS, 200, FAILED);
    apply("retried-savepoint", SAVEPOINT);
    story.snapshots().await("retried-savepoint", "one failure", it -> it.failures() == 1);
    flink.behave();
    history.record(awaitState("retried-savepoint", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that fails")
  void failedSavepoint() {
    var history = recorder("failed-savepoint");
    flink.script(STATUS, 200, FAILED);
    apply("failed-savepoint", "", 0, "job", SAVEPOINT);
    history.record(awaitState("failed-savepoint", "FAILED"), "FAILED");
  }

  @Test
  @DisplayName("W4 a savepoint that Flink refuses")
  void refusedByFlink() {
    var history = recorder("refused-by-flink");
    flink.script("POST /jobs/\\w+/savepoints", 400, NO_DIRECTORY);
    apply("refused-by-flink", SAVEPOINT);
    history.record(awaitState("refused-by-flink", "FAILED"), "FAILED");
  }

  @Test
  @DisplayName("W4 a savepoint to a directory that is not allowed")
  void refusedDirectory() {
    var history = recorder("refused-directory");
    apply("refused-directory", "savepoint: {path: \"file:/elsewhere\"}");
    history.record(awaitState("refused-directory", "FAILED"), "FAILED");
  }

  @Test
  @DisplayName("W4 an invalid spec that its user corrects")
  void correctedSpec() {
    var history = recorder("corrected-spec");
    apply("corrected-spec", SAVEPOINT + "\n  checkpoint: {}");
    story.snapshots().awaitEvent("corrected-spec", "ValidationError");
    patch("corrected-spec", "{\"spec\":{\"checkpoint\":null}}");
    history.record(awaitState("corrected-spec", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that waits for its job")
  void waitingForJob() {
    var history = recorder("waiting-for-job");
    var workflow = applyWithoutJob("waiting-for-job");
    deployLate("waiting-for-job", workflow);
    history.record(workflow, "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint that waits for the tasks of its job")
  void waitingForTasks() {
    var history = recorder("waiting-for-tasks");
    flink.runTasks(1);
    apply("waiting-for-tasks", SAVEPOINT);
    awaitActivity(awaitState("waiting-for-tasks", "TRIGGER_PENDING"), "AwaitReady");
    flink.runTasks(2);
    history.record(awaitState("waiting-for-tasks", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a savepoint whose job does not come before the deadline")
  void abandonedAtDeadline() {
    var history = recorder("abandoned-at-deadline");
    apply("at-deadline", "tidemark.io/start-deadline: 5 s", -1, "missing", SAVEPOINT);
    history.record(awaitState("at-deadline", "ABANDONED"), "ABANDONED");
  }

  @Test
  @DisplayName("W4 a savepoint that is abandoned before its trigger")
  void abandonedBeforeTrigger() {
    var history = recorder("abandoned-before-trigger");
    var workflow = applyWithoutJob("before-trigger");
    temporal.signal(workflow, "abandon", "\"not needed any more\"");
    history.record(workflow, "ABANDONED");
  }

  @Test
  @DisplayName("W4 a savepoint that is abandoned after its trigger, and disposed of")
  void abandonedDisposed() {
    var history = recorder("abandoned-disposed");
    var workflow = abandonSlow("abandoned-disposed", SAVEPOINT);
    finishAfterAbandonment("abandoned-disposed", workflow);
    history.record(workflow, "ABANDONED");
  }

  @Test
  @DisplayName("W4 a savepoint that is abandoned after its trigger, and stays")
  void abandonedRetained() {
    var history = recorder("abandoned-retained");
    var workflow = abandonSlow("abandoned-retained", "savepoint: {disposeOnDelete: false}");
    finishAfterAbandonment("abandoned-retained", workflow);
    history.record(workflow, "disposeOnDelete is false");
  }

  @Test
  @DisplayName("W4 the clean-up after an abandon in another run")
  void cleanUpContinued() {
    var history = recorder("clean-up-continued");
    var workflow = abandonSlow("clean-up", SAVEPOINT);
    terminateAfterAbandonment("clean-up", workflow);
    finish(workflow);
    history.record(workflow, "it was disposed of");
  }

  @Test
  @DisplayName("W4 a savepoint whose job is replaced")
  void abandonedWithItsJob() {
    var history = recorder("abandoned-with-its-job");
    var workflow = applySlow("with-its-job", SAVEPOINT);
    flink.script(STATUS, 200, PENDING); // The signal alone ends the wait, and not Flink's answer.
    flink.restart();
    deployJob();
    history.record(workflow, "ABANDONED");
  }

  @Test
  @DisplayName("W4 a workflow that is cancelled before the trigger")
  void cancelledBeforeTrigger() {
    var history = recorder("cancelled-before-trigger");
    var workflow = applyWithoutJob("cancelled-before");
    temporal.temporal("workflow", "cancel", "-w", workflow);
    history.record(workflow, "CANCELED");
  }

  @Test
  @DisplayName("W4 a workflow that is cancelled after the trigger")
  void cancelledAfterTrigger() {
    var history = recorder("cancelled-after-trigger");
    var workflow = applySlow("cancelled-after", SAVEPOINT);
    temporal.temporal("workflow", "cancel", "-w", workflow);
    finishAfterAbandonment("cancelled-after", workflow);
    history.record(workflow, "CANCELED");
  }

  @Test
  @DisplayName("W4 a savepoint that is adopted, and left when it is deleted")
  void adopted() {
    var history = recorder("adopted");
    var deletion = recorder("adopted-retained");
    flink.finishSnapshots(false);
    forgetful
        .snapshots()
        .apply(
            SNAPSHOT.formatted(
                "adopted", "", -1, "job", "savepoint: {path: \"file:/savepoints/adopted\"}"));
    var workflow = forgetful.snapshots().await("adopted", "IN_PROGRESS").workflowId();
    awaitActivity(workflow, "AwaitOutcome");
    flink.forget();
    forgetful.snapshots().awaitEvent("adopted", "SavepointAdopted");
    history.record(workflow, "COMPLETED");

    forgetful.snapshots().delete("adopted");
    deletion.record(workflow, "RETAINED");
  }

  @Test
  @DisplayName("W4 a savepoint that is disposed of")
  void disposed() {
    var history = recorder("disposed");
    var workflow = complete("disposed", "");
    story.snapshots().delete("disposed");
    history.record(workflow, "DISPOSED");
  }

  @Test
  @DisplayName("W4 a savepoint that is deleted under way, and disposed of in the same run")
  void disposedUnderWay() {
    var history = recorder("disposed-under-way");
    var workflow = applySlow("under-way", SAVEPOINT);
    deleteWithoutWaiting("under-way");
    awaitInterrupted(workflow);
    finish(workflow);
    history.record(workflow, "DISPOSED");
  }

  @Test
  @DisplayName("W4 a disposal that fails twice, and is left at its deadline")
  void retainedAtDeadline() {
    var history = recorder("retained-at-deadline");
    var workflow = complete("retained", "tidemark.io/disposal-deadline: 15 s");
    flink.script(DISPOSAL, 200, FAILED);
    story.snapshots().delete("retained");
    history.record(workflow, "RETAINED");
  }

  @Test
  @DisplayName("W4 a disposal under way that is skipped")
  void skippedDisposal() {
    var history = recorder("skipped-disposal");
    var workflow = complete("skipped-disposal", "");
    flink.script(DISPOSAL, 200, PENDING);
    deleteWithoutWaiting("skipped-disposal");
    awaitActivity(workflow, "Dispose");
    temporal.signal(workflow, "skipDisposal");
    history.record(workflow, "RETAINED");
  }

  @Test
  @DisplayName("W4 a snapshot that is deleted between two attempts")
  void released() {
    var history = recorder("released");
    flink.script(STATUS, 200, FAILED);
    apply("released", SAVEPOINT);
    var workflow =
        story.snapshots().await("released", "one failure", it -> it.failures() == 1).workflowId();
    hold("released"); // The bridge would signal its end while the workflow ends.
    deleteWithoutWaiting("released");
    history.record(workflow, "RELEASED");
    patch("released", "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  @DisplayName("W4 a snapshot that is deleted while it waits")
  void gone() {
    var history = recorder("gone");
    var workflow = applyWithoutJob("gone");
    story.snapshots().delete("gone");
    history.record(workflow, "GONE");
  }

  @Test
  @DisplayName("W4 an outage of Flink that the workflow waits out")
  void outage() {
    var history = recorder("outage");
    flink.become(Mood.DROPPING);
    apply("outage", SAVEPOINT);
    story.snapshots().awaitEvent("outage", "FlinkUnreachable");
    flink.behave();
    history.record(awaitState("outage", "COMPLETED"), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a run that continues as new, and the next one")
  void continuedAsNew() {
    var first = recorder("continued-as-new");
    var second = recorder("continued-run");
    var workflow = applyWithoutJob("continued");
    var run = temporal.latestRun(workflow);
    await("the next run").until(() -> hasNextRun(workflow, run));
    first.record(workflow, run, "CONTINUED_AS_NEW");

    deployLate("continued", workflow);
    second.record(workflow, "COMPLETED");
  }

  @Test
  @DisplayName("W4 a copy that is put aside, and started by its user")
  void copy() {
    var putAside = recorder("copy-put-aside");
    var restarted = recorder("copy-restarted");
    var original = "snapshot/histories/original/00000000";
    apply("copy", "tidemark.io/workflow-id: " + original, -1, "job", SAVEPOINT);
    putAside.record(awaitState("copy", "ABANDONED"), "ABANDONED");

    story.snapshots().kubectl("annotate", "flinksnp", "copy", "tidemark.io/workflow-id-");
    var started = story.snapshots().await("copy", "end", it -> it.state().equals("COMPLETED"));
    restarted.record(started.workflowId(), "COMPLETED");
  }

  @Test
  @DisplayName("W4 a run of a schedule, which creates its snapshot")
  void periodic() {
    var history = HistoryRecorder.of(temporal, "PeriodicSnapshotWorkflow", "created");
    story.deploy("periodic", flink.job());
    try (var schedules = Schedules.of(story, stack.temporal())) {
      var id = schedules.id("periodic");
      schedules.annotate("periodic", "tidemark.io/periodic-savepoint=7 d");
      schedules.awaitThere(id);
      schedules.command("trigger", id);
      var due = Schedules.due(schedules.awaitCompleted("periodic"));
      history.record(id + "-" + due, "CREATED");
    }
  }

  @Test
  @DisplayName("W4 H5 a cleanup that deletes one of two, and one that would")
  void cleanup() {
    var dryRun = HistoryRecorder.of(temporal, "HistoryCleanupWorkflow", "dry-run");
    var cleanup = HistoryRecorder.of(temporal, "HistoryCleanupWorkflow", "cleanup");
    story.deploy("cleaned", flink.job());
    story
        .snapshots()
        .kubectl("annotate", "flinkdep", "cleaned", "tidemark.io/history-cleanup=true");
    periodicCheckpoint("checkpoint-1");
    periodicCheckpoint("checkpoint-2");
    temporal.startCleanup("histories", "dry-run", "{\"job\": \"cleaned\", \"dryRun\": true}");
    dryRun.record("dry-run", "checkpoint-1");
    temporal.startCleanup("histories", "cleanup", "{\"job\": \"cleaned\"}");
    cleanup.record("cleanup", "checkpoint-1");
  }
}
