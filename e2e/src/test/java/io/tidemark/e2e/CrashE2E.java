package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tidemark is killed at the worst moment. */
class CrashE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {path: "%2$s"}
      """;

  @RegisterExtension static final Story story = Story.in("crash");

  private static TidemarkServer tidemark;

  @BeforeAll
  static void start() {
    tidemark = story.serve("crash", Map.of());
  }

  @Test
  @DisplayName("R9 S1 kill -9 between trigger and status write: one savepoint, no failure")
  void betweenTriggerAndStatus() {
    var hold = killAfterTrigger("survivor");
    var atDeath = story.snapshots().get("survivor");
    hold.release();
    tidemark.process().start();

    var snapshot = story.snapshots().await("survivor", "COMPLETED");
    assertThat(atDeath.annotation("tidemark.io/attempt")).isNotEmpty();
    assertThat(atDeath.triggerId()).isEmpty();
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(1));
    assertThat(snapshot.failures()).isZero();
    assertThat(story.triggers("survivor")).hasSize(1);
    assertThat(Story.savepoints(story.directory("survivor"))).containsExactly(snapshot.directory());
  }

  @Test
  @DisplayName("R14 S1 deleted while Tidemark is down: the unrecorded savepoint is disposed of")
  void deletedMeanwhile() {
    var hold = killAfterTrigger("orphan");
    story.snapshots().kubectl("delete", "flinksnp", "orphan", "--wait=false");
    hold.release();
    await("the savepoint").until(() -> !Story.savepoints(story.directory("orphan")).isEmpty());
    tidemark.process().start();

    story.snapshots().awaitGone("orphan");
    assertThat(story.directory("orphan")).isEmptyDirectory();
    assertThat(story.triggers("orphan")).hasSize(1);
  }

  /** Kills Tidemark after Flink has accepted the trigger and before the answer arrives. */
  private static Hold killAfterTrigger(String name) {
    story.deploy(name);
    var hold = story.holdTriggers(name);
    story.snapshots().apply(SAVEPOINT.formatted(name, story.directory(name)));
    hold.awaitReached();
    tidemark.process().kill();
    return hold;
  }
}
