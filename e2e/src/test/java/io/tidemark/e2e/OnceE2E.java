package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two Tidemarks watch the same namespace, since no leader is elected, and look through it every
 * second.
 */
class OnceE2E {
  private static final int TOUCHES = 50;
  private static final int SWEEPS = 3;
  private static final Map<String, String> SWEEPING = Map.of("TIDEMARK_SWEEP_INTERVAL", "1 s");
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: busy}
      spec:
        jobReference: {kind: FlinkDeployment, name: slow}
        savepoint: {path: "%s"}
      """;

  @RegisterExtension static final Story story = Story.in("once");

  private static List<TidemarkServer> tidemarks;

  @BeforeAll
  static void startTwo() {
    tidemarks = List.of(story.serve("once-1", SWEEPING), story.serve("once-2", SWEEPING));
  }

  @Test
  @DisplayName("W1 R9 a snapshot seen over and over by two bridges is one workflow, one savepoint")
  void once() {
    var directory = story.directory("busy");
    story.snapshots().apply(SAVEPOINT.formatted(directory));
    story.snapshots().await("busy", "TRIGGER_PENDING");
    for (var touch = 0; touch < TOUCHES; touch++) {
      touch(touch);
    }
    awaitSweeps();

    var job = story.submit(FlinkJobOptions.named("slow"));
    job.holdSnapshots();
    story.snapshots().await("busy", "IN_PROGRESS");
    touch(TOUCHES);
    awaitSweeps();
    job.healSnapshots();

    var snapshot = story.snapshots().await("busy", "COMPLETED");
    assertThat(snapshot.annotation("touched")).isEqualTo(String.valueOf(TOUCHES));
    assertThat(story.temporal().runs(snapshot.workflowId())).hasSize(1);
    assertThat(story.triggers("slow")).hasSize(1);
    assertThat(Story.savepoints(directory)).containsExactly(snapshot.directory());
    assertThat(snapshot.failures()).isZero();
  }

  private static void touch(int number) {
    var patch =
        """
        {"metadata":{"labels":{"touched":"%1$d"},"annotations":{"touched":"%1$d"}}}
        """
            .formatted(number);
    story.snapshots().resource("busy").patch(MERGE, patch);
  }

  /** Each of the two asks Temporal for the workflow's start a few times more. */
  private static void awaitSweeps() {
    for (var tidemark : tidemarks) {
      var before = starts(tidemark);
      await("sweeps").until(() -> starts(tidemark) >= before + SWEEPS);
    }
  }

  private static double starts(TidemarkServer tidemark) {
    return tidemark
        .metrics()
        .lines()
        .filter(line -> line.startsWith("temporal_request"))
        .filter(line -> line.contains("operation=\"StartWorkflowExecution\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
