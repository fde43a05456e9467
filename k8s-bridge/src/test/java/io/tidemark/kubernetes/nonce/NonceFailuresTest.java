package io.tidemark.kubernetes.nonce;

import static io.tidemark.kubernetes.nonce.NonceFixture.JOB;
import static io.tidemark.kubernetes.nonce.NonceFixture.SNAPSHOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Follows nonces through crashes, refusals and races at each step. */
@Timeout(60)
class NonceFailuresTest {
  private static final String UNDER_WAY = "2@500";

  private final NonceFixture fixture = new NonceFixture();
  private final NonceFollower follower = fixture.follower(InstantSource.fixed(NonceFixture.NOW));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName(
      "T1 after a crash that followed the creation, the snapshot is found and the nonce is done")
  void createdAlready() {
    var job = fixture.put(2, UNDER_WAY);
    fixture
        .creator()
        .create(job, SnapshotType.SAVEPOINT, TriggerType.MANUAL, Instant.ofEpochMilli(500));

    follower.changed(job);

    assertThat(fixture.names()).containsExactly("orders-savepoint-manual-500");
    assertThat(fixture.annotation(job)).contains("\"done\":true");
  }

  @ParameterizedTest(name = "T1 {0}: {1}")
  @DisplayName(
      "T1 a conflict, an overload or an error at any step is retried, and one snapshot is taken")
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
  void transientFailures(Step step, int code) {
    var job = fixture.put(2, step.before);
    refuse(step, code);

    follower.changed(job);

    await()
        .untilAsserted(
            () ->
                assertThat(fixture.annotation(job))
                    .contains("\"nonce\":2")
                    .contains("\"done\":true"));
    assertThat(fixture.names()).hasSize(1);
    assertThat(fixture.events()).isEmpty();
  }

  @Test
  @DisplayName("T1 a job whose patches get 503 for long does not delay the nonces of other jobs")
  void anOutageOfOneJob() {
    var job = fixture.put(2, "1@500 done");
    IntStream.range(0, 1_000).forEach(patch -> refuse(Step.INTEND, 503));
    var spec = "{job: {savepointTriggerNonce: 2}}";
    var other = fixture.api().put(Jobs.deployment("sales", spec, Jobs.RUNNING));
    fixture.annotate(other, SnapshotType.CHECKPOINT, "-@1 done");
    fixture.annotate(other, SnapshotType.SAVEPOINT, "1@500 done");

    follower.sweep(List.of(job, other));

    assertThat(fixture.names()).containsExactly("sales-savepoint-manual-1000");
    assertThat(fixture.events()).isEmpty();
  }

  @ParameterizedTest(name = "T1 {0}")
  @DisplayName("T1 a permanent refusal is one event, and the sweep continues where it stopped")
  @EnumSource
  void refused(Step step) {
    var job = fixture.put(2, step.before);
    refuse(step, 403);
    refuse(step, 403);

    follower.changed(job);
    follower.sweep(List.of(job));
    var reported = fixture.events();
    follower.sweep(List.of(job));

    assertThat(reported)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("NonceNotServed");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getMessage())
                  .startsWith("savepointTriggerNonce has not created a savepoint yet; ");
            });
    assertThat(fixture.names()).hasSize(1);
    assertThat(fixture.annotation(job)).contains("\"nonce\":2").contains("\"done\":true");
  }

  @Test
  @DisplayName("T1 an annotation that a user edited stays, is reported once, and takes no snapshot")
  void editedAnnotation() {
    var job = fixture.put(2, "1@500 done");
    fixture.set(job, SnapshotType.SAVEPOINT, "7");

    follower.changed(job);
    follower.sweep(List.of(job));

    assertThat(fixture.names()).isEmpty();
    assertThat(fixture.annotation(job)).isEqualTo("7");
    assertThat(fixture.events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getMessage())
                    .contains("tidemark.io/savepoint-trigger-nonce is '7'", "remove it"));
  }

  @Test
  @DisplayName("T1 a failure for one nonce blocks neither other jobs nor the job's other type")
  void others() {
    var spec = "{job: {savepointTriggerNonce: 2, checkpointTriggerNonce: 2}}";
    var job = fixture.api().put(NonceFixture.job(spec));
    fixture.set(job, SnapshotType.SAVEPOINT, "edited");
    fixture.annotate(job, SnapshotType.CHECKPOINT, "1@500 done");
    var other = fixture.api().put(Jobs.deployment("sales", spec, Jobs.RUNNING));
    fixture.annotate(other, SnapshotType.SAVEPOINT, "1@500 done");
    fixture.annotate(other, SnapshotType.CHECKPOINT, "2@500 done");

    follower.sweep(List.of(job, other));

    assertThat(fixture.names())
        .containsExactly("orders-checkpoint-manual-1000", "sales-savepoint-manual-1000");
  }

  @ParameterizedTest(name = "T1 S2 before its {0}. decision")
  @DisplayName("T1 S2 another replica takes all steps in between, and one snapshot is taken")
  @ValueSource(ints = {1, 2, 3, 4})
  void overtaken(int decision) {
    var job = fixture.put(2, "1@500 done");
    var decisions = new AtomicInteger();
    var slow =
        fixture.follower(
            () -> {
              if (decisions.incrementAndGet() == decision) {
                follower.changed(fixture.current(job));
              }
              return NonceFixture.NOW.plusMillis(decisions.get());
            });

    slow.changed(job);

    assertThat(decisions).hasValueGreaterThanOrEqualTo(decision);
    assertThat(fixture.names()).hasSize(1);
    assertThat(fixture.annotation(job)).contains("\"nonce\":2").contains("\"done\":true");
  }

  @Test
  @DisplayName("T1 S2 two replicas at once take one snapshot for each nonce")
  void racing() {
    var job = fixture.put(0, "0@500 done");
    var ticking = fixture.follower(InstantSource.system());
    var another = fixture.follower(InstantSource.system());

    IntStream.rangeClosed(1, 50)
        .forEach(
            nonce -> {
              var changed = fixture.edit(job, nonce);
              CompletableFuture.allOf(
                      CompletableFuture.runAsync(() -> ticking.changed(changed)),
                      CompletableFuture.runAsync(() -> another.changed(changed)))
                  .join();
              assertThat(fixture.names()).hasSize(nonce);
            });
    assertThat(fixture.events()).isEmpty();
  }

  private void refuse(Step step, int code) {
    switch (step) {
      case READ -> fixture.api().refuseGet(JOB, code);
      case INTEND, FINISH -> fixture.api().refusePatch(JOB, code);
      case CREATE -> fixture.api().refusePost(SNAPSHOTS, code);
    }
  }

  /** The requests for a nonce, each with the annotation from which it is the first request. */
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
