package io.tidemark.kubernetes.retention;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import io.tidemark.workflow.retention.RetentionCandidate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionCandidateReaderTest {
  private static final Instant CREATED = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  @DisplayName("H2 what is looked at in a snapshot")
  void facts() {
    var snapshot =
        savepoint()
            .label("snapshot.trigger-type", "PERIODIC")
            .annotation("tidemark.io/ttl", "72h")
            .status("{state: COMPLETED, path: 's3://b/s', resultTimestamp: '2026-11-23T10:00:05Z'}")
            .read();

    assertThat(new RetentionCandidateReader(snapshot).fact())
        .contains(
            new RetentionCandidate(
                snapshot.id(),
                SnapshotDraft.VERSION,
                new JobReference(JobReference.DEPLOYMENT, "orders"),
                SnapshotType.SAVEPOINT,
                SnapshotState.COMPLETED,
                TriggerType.PERIODIC,
                CREATED,
                CREATED.plusSeconds(5),
                false,
                false,
                Duration.ofDays(3)));
  }

  @Test
  @DisplayName("H2 without status and labels a snapshot is not finished, and a MANUAL one")
  void bare() {
    var fact = fact(savepoint());

    assertThat(fact.state()).isEqualTo(SnapshotState.TRIGGER_PENDING);
    assertThat(fact.triggerType()).isEqualTo(TriggerType.MANUAL);
    assertThat(fact.result()).isNull();
    assertThat(fact.ttl()).isNull();
  }

  @Test
  @DisplayName("H3 a checkpoint is one, and one that is being deleted is leaving")
  void checkpointLeaving() {
    var fact = fact(SnapshotDraft.checkpoint().created(CREATED).deleted());

    assertThat(fact.type()).isEqualTo(SnapshotType.CHECKPOINT);
    assertThat(fact.leaving()).isTrue();
  }

  @Test
  @DisplayName("R22 H2 a copy that its user has made its own is about to begin: not finished")
  void releasedCopy() {
    var fact =
        fact(
            savepoint()
                .status("{state: ABANDONED, error: a copy}")
                .annotation("tidemark.io/copy-of", "snapshot/flink/orders-1/00000000"));

    assertThat(fact.state()).isEqualTo(SnapshotState.TRIGGER_PENDING);
  }

  @Test
  @DisplayName(
      "R20 H2 a snapshot is of the job that it was taken of, whatever its spec says by now")
  void attempted() {
    var snapshot =
        SnapshotDraft.of("jobReference: {kind: FlinkDeployment, name: other}\nsavepoint: {}")
            .created(CREATED)
            .annotation(
                "tidemark.io/attempt",
                """
                {"number":1,"jobId":"a","jobUid":"b","time":"2026-11-23T10:00:00Z","cluster":"orders",
                 "restPort":8081,"parameters":{"type":"SAVEPOINT",
                 "job":{"kind":"FlinkDeployment","name":"orders"}}}
                """);

    assertThat(fact(snapshot).job()).isEqualTo(new JobReference("FlinkDeployment", "orders"));
  }

  @Test
  @DisplayName("R2 H2 a resource that is neither, or both, is left alone")
  void neither() {
    assertThat(
            new RetentionCandidateReader(SnapshotDraft.of(ORDERS).created(CREATED).read()).fact())
        .isEmpty();
  }

  @ParameterizedTest
  @DisplayName("H4 only true pins, and false does not")
  @CsvSource({"true, true", "True, true", "false, false"})
  void pin(String text, boolean pinned) {
    var reader =
        new RetentionCandidateReader(savepoint().annotation("tidemark.io/pin", text).read());

    assertThat(reader.fact().orElseThrow().pinned()).isEqualTo(pinned);
    assertThat(reader.problems()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("H4 a pin or ttl that cannot be read keeps the snapshot, and is named")
  @CsvSource(
      delimiter = '|',
      value = {
        "tidemark.io/pin | yes | neither true nor false",
        "tidemark.io/pin | '' | neither true nor false",
        "tidemark.io/ttl | 3 fortnights | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
        "tidemark.io/ttl | -1h | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
        "tidemark.io/ttl | '' | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
      })
  void unreadable(String key, String text, String why) {
    var reader = new RetentionCandidateReader(savepoint().annotation(key, text).read());

    assertThat(reader.fact().orElseThrow().pinned()).isTrue();
    assertThat(reader.problems()).containsExactly("%s is '%s': %s".formatted(key, text, why));
  }

  @Test
  @DisplayName("H4 an unreadable ttl keeps a snapshot that says it is not pinned, too")
  void unpinnedWithUnreadableTtl() {
    var snapshot =
        savepoint().annotation("tidemark.io/pin", "false").annotation("tidemark.io/ttl", "soon");

    assertThat(fact(snapshot).pinned()).isTrue();
  }

  @ParameterizedTest
  @DisplayName("H2 a result time that cannot be read counts as none")
  @ValueSource(strings = {"yesterday", ""})
  void resultTime(String text) {
    assertThat(fact(savepoint().status("resultTimestamp: '" + text + "'")).result()).isNull();
  }

  private static SnapshotDraft savepoint() {
    return SnapshotDraft.savepoint().created(CREATED);
  }

  private static RetentionCandidate fact(SnapshotDraft draft) {
    return new RetentionCandidateReader(draft.read()).fact().orElseThrow();
  }
}
