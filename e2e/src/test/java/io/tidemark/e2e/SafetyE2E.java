package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Things that Tidemark leaves alone: the savepoints of others, copies, and jobs that a snapshot
 * harms.
 */
class SafetyE2E {
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {%s}
      """;

  @RegisterExtension static final Story story = Story.in("safety");

  @BeforeAll
  static void prepare() {
    story.deploy("job");
    configure("job", story.directory("own"));
  }

  @Test
  @DisplayName("R19 an imported savepoint is disposed of if it lies where its job's own lie")
  void importedOwn() {
    var taken = take("taken-here", story.directory("own"));

    importSavepoint("own", taken);
    story.snapshots().delete("own");

    assertThat(taken).doesNotExist();
  }

  @Test
  @DisplayName("R19 an imported savepoint from elsewhere is left, and an event says so")
  void importedFromElsewhere() {
    var taken = take("taken-elsewhere", story.directory("elsewhere"));

    importSavepoint("elsewhere", taken);
    story.snapshots().delete("elsewhere");

    assertThat(taken.resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("elsewhere", "DisposalSkipped").getMessage())
        .contains(taken.toString());
  }

  @Test
  @DisplayName("R19 a savepoint that another resource records is left to the last one")
  void recordedTwice() {
    var first = complete("first", "path: \"" + story.directory("own") + "\"");
    importSavepoint("second", first.directory());

    story.snapshots().delete("first");
    assertThat(first.directory().resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("first", "DisposalSkipped").getMessage())
        .contains("FlinkStateSnapshot " + story.namespace() + "/second");

    story.snapshots().delete("second");
    assertThat(first.directory()).doesNotExist();
  }

  @Test
  @DisplayName("R19 a savepoint that a job starts from is left")
  void initialSavepoint() {
    var snapshot = complete("initial", "path: \"" + story.directory("own") + "\"");
    story.deploy("started");
    patch("started", "{\"spec\":{\"job\":{\"initialSavepointPath\":\"%s\"}}}", snapshot.path());

    story.snapshots().delete("initial");

    assertThat(snapshot.directory().resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("initial", "DisposalSkipped").getMessage())
        .contains("FlinkDeployment %s/started".formatted(story.namespace()));
  }

  @Test
  @DisplayName("R19 a savepoint that a running job would restore from again is left")
  void restored() {
    var snapshot = complete("restored", "path: \"" + story.directory("own") + "\"");
    var job =
        story
            .stack()
            .flink()
            .submit(
                FlinkJobOptions.named("restored")
                    .withCheckpointInterval(Duration.ofDays(1))
                    .withSavepoint(snapshot.path()));
    story.stack().flink().awaitRunning(job);

    story.snapshots().delete("restored");

    assertThat(snapshot.directory().resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("restored", "DisposalSkipped").getMessage())
        .contains("Flink job %s has restored from it".formatted(job.id()));
    story.stack().flink().cancel(job);
  }

  @Test
  @DisplayName("R22 a copy waits until its annotation is removed, and then takes its own savepoint")
  void copy() {
    story.deploy("copied-job");
    story
        .snapshots()
        .apply(
            SNAPSHOT
                .replace(
                    "{name: %s}",
                    """
                    {name: %s, finalizers: [flinkstatesnapshots.flink.apache.org/finalizer],
                     annotations: {tidemark.io/workflow-id: snapshot/safety/copy/00000000}}"""
                        .strip())
                .formatted("copy", "copied-job", ""));

    var copy = story.snapshots().await("copy", "ABANDONED");
    assertThat(copy.error()).contains("snapshot/safety/copy/00000000", "remove the annotation");
    assertThat(copy.annotation("tidemark.io/workflow-id"))
        .isEqualTo("snapshot/safety/copy/00000000");
    assertThat(copy.finalizers()).isEmpty();
    assertThat(story.triggers("copied-job")).isEmpty();

    story.snapshots().kubectl("annotate", "flinksnp", "copy", "tidemark.io/workflow-id-");
    var started =
        story.snapshots().await("copy", "completed", it -> it.state().equals("COMPLETED"));
    assertThat(started.triggerId()).isEqualTo(started.expectedTriggerId(1));
    assertThat(started.annotation("tidemark.io/workflow-id")).isEqualTo(started.workflowId());
    assertThat(story.triggers("copied-job")).hasSize(1);
  }

  @Test
  @DisplayName("R23 a savepoint that restarts its job says so")
  void restartsItsJob() {
    var frail = story.submit(FlinkJobOptions.named("fragile"));
    frail.failSnapshots();

    story.snapshots().apply(SNAPSHOT.formatted("harmful", "fragile", "disposeOnDelete: false"));

    var snapshot = story.snapshots().await("harmful", "FAILED");
    frail.healSnapshots();
    assertThat(snapshot.error())
        .contains("This snapshot fails because", "the job restarted during this attempt");
    assertThat(story.snapshots().awaitEvent("harmful", "SavepointError").getMessage())
        .isEqualTo(snapshot.error());
  }

  /** A savepoint whose resource is gone. */
  private static Path take(String name, Path directory) {
    var snapshot = complete(name, "disposeOnDelete: false, path: \"" + directory + "\"");
    story.snapshots().delete(name);
    return snapshot.directory();
  }

  private static void importSavepoint(String name, Path savepoint) {
    complete(name, "alreadyExists: true, path: \"" + savepoint.toUri() + "\"");
  }

  private static Snapshot complete(String name, String savepoint) {
    story.snapshots().apply(SNAPSHOT.formatted(name, "job", savepoint));
    return story.snapshots().await(name, "COMPLETED");
  }

  private static void configure(String deployment, Path directory) {
    patch(
        deployment,
        "{\"spec\":{\"flinkConfiguration\":{\"state.savepoints.dir\":\"%s\"}}}",
        directory.toUri().toString());
  }

  private static void patch(String deployment, String patch, String value) {
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinkdeployment",
            deployment,
            "--type=merge",
            "--patch=" + patch.formatted(value));
  }
}
