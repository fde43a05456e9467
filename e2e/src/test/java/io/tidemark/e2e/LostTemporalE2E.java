package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Temporal forgets, in one way or another, and the resource alone is enough to continue from. */
class LostTemporalE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {path: "%2$s"}
      """;

  private static final String MARK = "tidemark.io/late-savepoint";

  @RegisterExtension static final Story story = Story.in("lost-temporal");

  private static DevStack temporalStack;
  private static Temporal temporal;

  @BeforeAll
  static void startAnotherTemporal() {
    temporalStack = DevStack.builder().temporal().start();
    temporal = new Temporal(temporalStack.temporal());
    story.serve(
        "lost-temporal",
        Map.of("TEMPORAL_ADDRESS", temporal.server().address(), "TIDEMARK_SWEEP_INTERVAL", "1 s"));
  }

  @AfterAll
  static void closeTemporal() {
    temporalStack.close();
  }

  @Test
  @DisplayName("R21 W1 the workflow is terminated: another one continues with the same savepoint")
  void terminated() {
    var job = begin("terminated");
    var workflow = story.snapshots().get("terminated").workflowId();

    temporal.temporal("workflow", "terminate", "-w", workflow, "--reason", "a slip");

    await("another run").until(() -> temporal.runs(workflow).size() > 1);
    job.healSnapshots();
    assertSettled("terminated");
  }

  @Test
  @DisplayName(
      "R21 S1 Temporal's database is wiped: a new workflow continues with the same savepoint")
  void wiped() {
    var job = begin("wiped");

    temporal.server().wipe();

    job.healSnapshots();
    assertSettled("wiped");
  }

  @Test
  @DisplayName("W3 R21 a savepoint that was abandoned is disposed of after a termination")
  void abandonedAndTerminated() {
    var job = begin("given-up");
    var workflow = abandon("given-up");

    temporal.temporal("workflow", "terminate", "-w", workflow, "--reason", "a slip");

    await("another run").until(() -> temporal.runs(workflow).size() > 1);
    job.healSnapshots();
    assertCleanedUp("given-up");
    assertThat(temporal.result(workflow)).contains("it was disposed of");
  }

  @Test
  @DisplayName("W3 R21 S1 a savepoint that was abandoned is disposed of by a Temporal that is new")
  void abandonedAndWiped() {
    var job = begin("given-up-wiped");
    abandon("given-up-wiped");

    temporal.server().wipe();

    job.healSnapshots();
    assertCleanedUp("given-up-wiped");
  }

  /** Gives the savepoint up, and returns its workflow, which waits for Flink to end it. */
  private static String abandon(String name) {
    var workflow = story.snapshots().get(name).workflowId();
    temporal.signal(workflow, "abandon", "\"not needed any more\"");
    var abandoned = story.snapshots().await(name, "ABANDONED");
    assertThat(abandoned.annotation(MARK)).contains("\"number\":1");
    return workflow;
  }

  private static void assertCleanedUp(String name) {
    story.snapshots().await(name, "no mark", it -> it.annotation(MARK).isEmpty());
    assertThat(story.triggers(name)).hasSize(1);
    assertThat(Story.savepoints(story.directory(name))).isEmpty();
    story.snapshots().awaitEvent(name, "SavepointDisposed");
    assertThat(story.snapshots().events(name, "SavepointRetained")).isEmpty();
  }

  /** A savepoint that Flink is busy with. */
  private static FlinkJob begin(String name) {
    var job = story.submit(FlinkJobOptions.named(name));
    job.holdSnapshots();
    story.snapshots().apply(SAVEPOINT.formatted(name, story.directory(name)));
    story.snapshots().await(name, "IN_PROGRESS");
    return job;
  }

  private static void assertSettled(String name) {
    var snapshot = story.snapshots().await(name, "COMPLETED");
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(1));
    assertThat(snapshot.failures()).isZero();
    assertThat(story.triggers(name)).hasSize(1);
    assertThat(Story.savepoints(story.directory(name))).containsExactly(snapshot.directory());
  }
}
