package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The history of a workflow does not grow with the time that a savepoint takes. */
class BoundedHistoryE2E {
  private static final int POLLS = Integer.getInteger("tidemark.history.polls", 1_000);
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: long}
      spec:
        jobReference: {kind: FlinkDeployment, name: scripted}
        savepoint: {disposeOnDelete: false}
      """;

  @RegisterExtension static final Story story = Story.in("bounded-history");

  private static final ScriptedFlink flink = new ScriptedFlink();

  @BeforeAll
  static void start() {
    var settings =
        Map.of(
            "TIDEMARK_FLINK_POLL_INTERVAL",
            "1 ms",
            "TIDEMARK_FLINK_REST_URL_TEMPLATE",
            flink.address().toString());
    story.serve("bounded-history", settings);
    story.deploy("scripted", flink.job());
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @Test
  @DisplayName("W5 however many polls of a savepoint in progress add no event to the history")
  void polling() {
    flink.finishSnapshots(false);
    story.snapshots().apply(SAVEPOINT);
    var workflow = story.snapshots().await("long", "IN_PROGRESS").workflowId();
    await("the activity that polls")
        .until(() -> story.temporal().pendingActivities(workflow).contains("AwaitOutcome"));
    var first = polls();
    var before = story.temporal().events(workflow);

    await(POLLS + " polls").until(() -> polls() >= first + POLLS);

    assertThat(story.temporal().events(workflow)).isEqualTo(before);
    flink.finishSnapshots(true);
    var snapshot = story.snapshots().await("long", "COMPLETED");
    assertThat(snapshot.failures()).isZero();
  }

  private static long polls() {
    return flink.received(Call::polls);
  }
}
