package io.tidemark.kubernetes.nonce;

import static io.tidemark.kubernetes.nonce.NonceScene.JOB;
import static io.tidemark.kubernetes.nonce.NonceScene.SNAPSHOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.creation.SnapshotCreation;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes, refusals and races at each step. */
@Timeout(60)
class NonceFailuresTest {
  private static final String UNDER_WAY = "2@500";

  private final NonceScene scene = new NonceScene();
  private final NonceFollower follower = scene.follower(InstantSource.fixed(NonceScene.NOW));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @DisplayName(
      "T1 after a crash behind the creation, the same snapshot is found and counted as done")
  void createdAlready() {
    var job = scene.put(2, UNDER_WAY);
    new SnapshotCreation(scene.api().client())
        .create(job, SnapshotType.SAVEPOINT, TriggerType.MANUAL, Instant.ofEpochMilli(500));

    follower.changed(job);

    assertThat(scene.names()).containsExactly("orders-savepoint-manual-500");
    assertThat(scene.annotation(job)).contains("\"done\":true");
  }

  @ParameterizedTest(name = "T1 {0}: {1}")
  @DisplayName(
      "T1 a conflict, an overload or an error at any step is ridden out, with one snapshot")
  @CsvSource({
    "READ, 500",
    "READ, 503",
    "READ, 429",
    "INTEND, 409",
    "INTEND, 500",
    "INTEND, 503",
    "CREATE, 500",
    "CREATE, 429",
    "FINISH, 409",
    "FINISH, 500",
    "FINISH, 502"
  })
  void passingFailures(Step step, int code) {
    var job = scene.put(2, step.before);
    refuse(step, code);

    follower.changed(job);

    assertThat(scene.names()).hasSize(1);
    assertThat(scene.annotation(job)).contains("\"nonce\":2").contains("\"done\":true");
    assertThat(scene.events()).isEmpty();
  }

  @ParameterizedTest(name = "T1 {0}")
  @DisplayName("T1 what is refused for good is said once, and the sweep goes on where it stopped")
  @EnumSource
  void refused(Step step) {
    var job = scene.put(2, step.before);
    refuse(step, 403);
    refuse(step, 403);

    follower.changed(job);
    follower.sweep(List.of(job));
    var said = scene.events();
    follower.sweep(List.of(job));

    assertThat(said)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("NonceNotServed");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getMessage())
                  .startsWith("No savepoint is taken by savepointTrigger");
            });
    assertThat(scene.names()).hasSize(1);
    assertThat(scene.annotation(job)).contains("\"nonce\":2").contains("\"done\":true");
  }

  @Test
  @DisplayName(
      "T1 an annotation that somebody edited stays, is said once, and nothing is taken by it")
  void editedAnnotation() {
    var job = scene.put(2, "1@500 done");
    scene.set(job, SnapshotType.SAVEPOINT, "7");

    follower.changed(job);
    follower.sweep(List.of(job));

    assertThat(scene.names()).isEmpty();
    assertThat(scene.annotation(job)).isEqualTo("7");
    assertThat(scene.events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getMessage())
                    .contains("tidemark.io/savepoint-trigger-nonce is '7'", "remove it"));
  }

  @Test
  @DisplayName("T1 what cannot be done for one job holds up no other, nor its other type")
  void others() {
    var spec = "{job: {savepointTriggerNonce: 2, checkpointTriggerNonce: 2}}";
    var job = scene.api().put(NonceScene.job(spec));
    scene.set(job, SnapshotType.SAVEPOINT, "edited");
    scene.annotate(job, SnapshotType.CHECKPOINT, "1@500 done");
    var other = scene.api().put(Jobs.deployment("sales", spec, Jobs.RUNNING));
    scene.annotate(other, SnapshotType.SAVEPOINT, "1@500 done");
    scene.annotate(other, SnapshotType.CHECKPOINT, "2@500 done");

    follower.sweep(List.of(job, other));

    assertThat(scene.names())
        .containsExactly("orders-checkpoint-manual-1000", "sales-savepoint-manual-1000");
  }

  @ParameterizedTest(name = "T1 S2 before its {0}. decision")
  @DisplayName("T1 S2 another replica that does it all in between: one snapshot")
  @ValueSource(ints = {1, 2, 3, 4})
  void overtaken(int decision) {
    var job = scene.put(2, "1@500 done");
    var decisions = new AtomicInteger();
    var slow =
        scene.follower(
            () -> {
              if (decisions.incrementAndGet() == decision) {
                follower.changed(scene.current(job));
              }
              return NonceScene.NOW.plusMillis(decisions.get());
            });

    slow.changed(job);

    assertThat(decisions).hasValueGreaterThanOrEqualTo(decision);
    assertThat(scene.names()).hasSize(1);
    assertThat(scene.annotation(job)).contains("\"nonce\":2").contains("\"done\":true");
  }

  @Test
  @DisplayName("T1 S2 two replicas at once, over and over: one snapshot for each nonce")
  void racing() {
    var job = scene.put(0, "0@500 done");
    var ticking = scene.follower(InstantSource.system());
    var another = scene.follower(InstantSource.system());

    IntStream.rangeClosed(1, 50)
        .forEach(
            nonce -> {
              var changed = scene.edit(job, nonce);
              CompletableFuture.allOf(
                      CompletableFuture.runAsync(() -> ticking.changed(changed)),
                      CompletableFuture.runAsync(() -> another.changed(changed)))
                  .join();
              assertThat(scene.names()).hasSize(nonce);
            });
    assertThat(scene.events()).isEmpty();
  }

  private void refuse(Step step, int code) {
    switch (step) {
      case READ -> scene.api().refuseGet(JOB, code);
      case INTEND, FINISH -> scene.api().refusePatch(JOB, code);
      case CREATE -> scene.api().refusePost(SNAPSHOTS, code);
    }
  }

  /** The requests for a nonce, each with an annotation from which it is asked for first. */
  private enum Step {
    READ("1@500 done"),
    INTEND("1@500 done"),
    CREATE("1@500 done"),
    FINISH(UNDER_WAY);

    private final String before;

    Step(String before) {
      this.before = before;
    }
  }
}
