package io.tidemark.kubernetes.nonce;

import static io.tidemark.workflow.model.SnapshotType.CHECKPOINT;
import static io.tidemark.workflow.model.SnapshotType.SAVEPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoncePlannerTest {
  private static final Instant NOW = Instant.ofEpochMilli(1000);
  private static final String NOTHING = "nothing";

  @ParameterizedTest(name = "T1 {0}")
  @DisplayName("T1 the next step follows from the job resource alone")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          first sight without a nonce,           -,  -,             WRITE -@1000 done
          first sight with a nonce,              7,  -,             WRITE 7@1000 done
          never had one and has none,            -,  -@500 done,    nothing
          the first one a known job gets,        1,  -@500 done,    WRITE 1@1000
          served,                                1,  1@500 done,    nothing
          changed,                               2,  1@500 done,    WRITE 2@1000
          changed to a smaller one,              -3, 1@500 done,    WRITE -3@1000
          changed to zero,                       0,  1@500 done,    WRITE 0@1000
          the largest number,                    9223372036854775807, 1@500 done, WRITE 9223372036854775807@1000
          removed,                               -,  1@500 done,    nothing
          unfinished,                            2,  2@500,         CREATE 2@500
          unfinished and changed again,          3,  2@500,         CREATE 2@500
          unfinished and changed back,           1,  2@500,         CREATE 2@500
          unfinished and removed,                -,  2@500,         CREATE 2@500
          in the same millisecond as the last,   2,  1@1000 done,   WRITE 2@1001
          by a slower clock,                     2,  1@5000 done,   WRITE 2@5001
          """)
  void nextStep(String situation, Long nonce, String annotation, String step) {
    var job = job("savepointTriggerNonce: " + nonce);
    if (annotation != null) {
      annotate(job, SAVEPOINT, intent(annotation).json());
    }

    assertThat(step(job, SAVEPOINT)).isEqualTo(step);
  }

  @Test
  @DisplayName("T1 savepoints and checkpoints have a nonce and an annotation each")
  void typesApart() {
    var job = job("savepointTriggerNonce: 1, checkpointTriggerNonce: 2");
    annotate(job, SAVEPOINT, intent("1@500 done").json());

    assertThat(job.getMetadata().getAnnotations())
        .containsOnlyKeys("tidemark.io/savepoint-trigger-nonce");
    assertThat(step(job, SAVEPOINT)).isEqualTo(NOTHING);
    assertThat(step(job, CHECKPOINT)).isEqualTo("WRITE 2@1000 done");
  }

  @Test
  @DisplayName(
      "T1 R22 an annotation of a copied job is ignored, so a restored backup takes no snapshot")
  void copied() {
    var job = job("savepointTriggerNonce: 2");
    annotate(job, SAVEPOINT, new NonceIntent("uid-of-another", 2L, 500, false).json());

    assertThat(step(job, SAVEPOINT)).isEqualTo("WRITE 2@1000 done");
  }

  @Test
  @DisplayName("T1 a job that is being deleted takes no snapshot")
  void beingDeleted() {
    var job = job("savepointTriggerNonce: 2");
    job.getMetadata().setDeletionTimestamp("2026-11-23T10:00:00Z");

    assertThat(step(job, SAVEPOINT)).isEqualTo(NOTHING);
  }

  @Test
  @DisplayName("M3 the nonces of a job of the reference are the reference's")
  void jobOfReference() {
    var job = job("savepointTriggerNonce: 7");
    job.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));

    assertThat(NoncePlanner.plan(job, SnapshotType.SAVEPOINT, NOW)).isEmpty();
  }

  @Test
  @DisplayName("T1 a session cluster has no job, and so no nonce")
  void sessionCluster() {
    var cluster = Jobs.deployment("orders", "{}", "{}");

    assertThat(step(cluster, SAVEPOINT)).isEqualTo("WRITE -@1000 done");
  }

  @ParameterizedTest
  @DisplayName("T1 an annotation that a user edited is refused by name and value")
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "{",
        "{}",
        "{\"jobUid\":\"uid-of-orders\"}",
        "{\"jobUid\":\"uid-of-orders\",\"nonce\":1,\"millis\":0,\"done\":true}",
        "{\"jobUid\":\"uid-of-orders\",\"millis\":500,\"done\":false}",
        "{\"jobUid\":\"uid-of-orders\",\"nonce\":\"x\",\"millis\":500,\"done\":true}",
        "{\"nonce\":1,\"millis\":500,\"done\":true}"
      })
  void edited(String annotation) {
    var job = job("savepointTriggerNonce: 2");
    annotate(job, SAVEPOINT, annotation);

    assertThatThrownBy(() -> NoncePlanner.plan(job, SAVEPOINT, NOW))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("tidemark.io/savepoint-trigger-nonce is '" + annotation + "'");
  }

  @Test
  @DisplayName("T1 a field that a later release adds to the annotation is ignored")
  void laterRelease() {
    var job = job("savepointTriggerNonce: 1");
    var json = intent("1@500 done").json();
    annotate(job, SAVEPOINT, json.replace("}", ",\"more\":1}"));

    assertThat(step(job, SAVEPOINT)).isEqualTo(NOTHING);
  }

  private static FlinkDeployment job(String nonces) {
    return Jobs.deployment("orders", "{job: {" + nonces.replace("null", "") + "}}", Jobs.RUNNING);
  }

  private static void annotate(FlinkDeployment job, SnapshotType type, String value) {
    job.getMetadata().setAnnotations(Map.of(JobAnnotations.triggerNonce(type), value));
  }

  private static NonceIntent intent(String text) {
    return NonceFixture.intent("uid-of-orders", text);
  }

  private static String step(FlinkDeployment job, SnapshotType type) {
    return NoncePlanner.plan(job, type, NOW)
        .map(step -> step.action() + " " + format(step.intent()))
        .orElse(NOTHING);
  }

  private static String format(NonceIntent intent) {
    assertThat(intent.jobUid()).isEqualTo("uid-of-orders");
    var nonce = intent.nonce() == null ? "-" : intent.nonce();
    return nonce + "@" + intent.millis() + (intent.done() ? " done" : "");
  }
}
