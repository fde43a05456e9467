package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Records the histories that later releases replay (W4). Its name keeps it out of every build; each
 * release runs it once, and it never overwrites a history:
 *
 * <pre>
 * mvn verify -pl e2e -am -Dtest=none -Dit.test=HistoryRecording -Dtidemark.version=0.1.0 \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
class HistoryRecording {
  private static final Path HISTORIES =
      Path.of("..", "workflows", "src", "test", "resources", "histories");
  private static final String VERSION = System.getProperty("tidemark.version", "0.1.0");
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        %s
      """;

  @RegisterExtension static final Story story = Story.in("histories");

  @BeforeAll
  static void prepare() {
    story.deploy("job");
    story.serve("histories", Map.of());
  }

  @Test
  @DisplayName("W4 a savepoint on the fast path")
  void savepoint() throws IOException {
    apply("savepoint", "job", "savepoint: {}");
    record("savepoint");
  }

  @Test
  @DisplayName("W4 a checkpoint")
  void checkpoint() throws IOException {
    apply("checkpoint", "job", "checkpoint: {}");
    record("checkpoint");
  }

  @Test
  @DisplayName("W4 a savepoint on the durable path")
  void slowSavepoint() throws IOException {
    var job = story.submit(FlinkJobOptions.named("slow"));
    job.holdSnapshots();
    apply("slow-savepoint", "slow", "savepoint: {}");
    var workflow = story.snapshots().await("slow-savepoint", "IN_PROGRESS").workflowId();
    await("the activity that polls")
        .until(() -> story.temporal().pendingActivities(workflow).contains("AwaitOutcome"));
    job.healSnapshots();
    record("slow-savepoint");
  }

  @Test
  @DisplayName("W4 a savepoint that fails once")
  void retriedSavepoint() throws IOException {
    var frail = FlinkJobOptions.named("frail").withTolerableFailedCheckpoints(1000);
    var job = story.submit(frail);
    job.failSnapshots();
    apply("retried-savepoint", "frail", "savepoint: {}");
    story.snapshots().await("retried-savepoint", "one failure", it -> it.failures() == 1);
    job.healSnapshots();
    record("retried-savepoint");
  }

  @Test
  @DisplayName("W4 a savepoint that waits for its job")
  void waitingSavepoint() throws IOException {
    apply("waiting-savepoint", "late", "savepoint: {}");
    story.snapshots().await("waiting-savepoint", "TRIGGER_PENDING");
    story.deploy("late");
    record("waiting-savepoint");
  }

  @Test
  @DisplayName("W4 the deletion of a savepoint with its data")
  void deletion() throws IOException {
    apply("deletion", "job", "savepoint: {}");
    var workflow = story.snapshots().await("deletion", "COMPLETED").workflowId();
    story.temporal().temporal("workflow", "result", "-w", workflow);
    story.snapshots().delete("deletion");
    write("SnapshotWorkflow", "deletion", workflow);
  }

  @Test
  @DisplayName("W4 a run of a schedule, which creates its snapshot")
  void periodic() throws IOException {
    story.deploy("periodic");
    try (var schedules = Schedules.of(story)) {
      var id = schedules.id("periodic");
      schedules.annotate("periodic", "tidemark.io/periodic-savepoint=7 d");
      schedules.awaitThere(id);
      schedules.command("trigger", id);
      var due = Schedules.due(schedules.awaitCompleted("periodic"));
      write("PeriodicSnapshotWorkflow", "created", id + "-" + due);
    }
  }

  @Test
  @DisplayName("W4 H5 a cleanup that deletes one of two, and one that would")
  void cleanup() throws IOException {
    story.deploy("cleaned");
    story
        .snapshots()
        .kubectl("annotate", "flinkdeployment", "cleaned", "tidemark.io/history-cleanup=true");
    apply("checkpoint-1", "cleaned", "checkpoint: {}");
    story.snapshots().await("checkpoint-1", "COMPLETED");
    apply("checkpoint-2", "cleaned", "checkpoint: {}");
    story.snapshots().await("checkpoint-2", "COMPLETED");
    story
        .snapshots()
        .kubectl(
            "label",
            "flinksnp",
            "checkpoint-1",
            "checkpoint-2",
            "snapshot.trigger-type=PERIODIC",
            "--overwrite");
    cleanUp("dry-run", "{\"job\": \"cleaned\", \"dryRun\": true}");
    cleanUp("cleanup", "{\"job\": \"cleaned\"}");
  }

  private static void cleanUp(String name, String input) throws IOException {
    story.temporal().startCleanup("histories", name, input);
    write("HistoryCleanupWorkflow", name, name);
  }

  private static void apply(String name, String job, String type) {
    story.snapshots().apply(SNAPSHOT.formatted(name, job, type));
  }

  private static void record(String name) throws IOException {
    write("SnapshotWorkflow", name, story.snapshots().await(name, "COMPLETED").workflowId());
  }

  private static void write(String type, String name, String workflow) throws IOException {
    story.temporal().temporal("workflow", "result", "-w", workflow); // waits for its end
    var history = story.temporal().temporal("workflow", "show", "-w", workflow, "--output", "json");
    assertThat(history).contains("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED");
    var directory = Files.createDirectories(HISTORIES.resolve(type));
    var file = directory.resolve(VERSION + "-" + name + ".json");
    assertThat(file).doesNotExist();
    Files.writeString(file, history + "\n");
  }
}
