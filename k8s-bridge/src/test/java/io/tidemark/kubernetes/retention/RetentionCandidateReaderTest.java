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
  @DisplayName("H2 the data of a snapshot are read from its resource")
  void data() {
    var snapshot =
        savepoint()
            .label("snapshot.trigger-type", "PERIODIC")
            .annotation("tidemark.io/ttl", "72h")
            .status("{state: COMPLETED, path: 's3://b/s', resultTimestamp: '2026-11-23T10:00:05Z'}")
            .read();

    assertThat(new RetentionCandidateReader(snapshot).candidate())
        .contains(
            new RetentionCandidate(
                snapshot.id(),
                SnapshotDraft.VERSION,
                new JobReference(JobReference.DEPLOYMENT, "orders"),
                SnapshotType.SAVEPOINT,
                SnapshotState.COMPLETED,
                TriggerType.PERIODIC,
                CREATED,
                CREATED,
                CREATED.plusSeconds(5),
                false,
                false,
                Duration.ofDays(3)));
  }

  @Test
  @DisplayName("H2 a snapshot without status and labels is not finished, and MANUAL")
  void bare() {
    var candidate = candidate(savepoint());

    assertThat(candidate.state()).isEqualTo(SnapshotState.TRIGGER_PENDING);
    assertThat(candidate.triggerType()).isEqualTo(TriggerType.MANUAL);
    assertThat(candidate.result()).isNull();
    assertThat(candidate.ttl()).isNull();
  }

  @Test
  @DisplayName("H3 a checkpoint that is being deleted is read as such")
  void checkpointBeingDeleted() {
    var candidate = candidate(SnapshotDraft.checkpoint().created(CREATED).deleted());

    assertThat(candidate.type()).isEqualTo(SnapshotType.CHECKPOINT);
    assertThat(candidate.beingDeleted()).isTrue();
  }

  @Test
  @DisplayName(
      "R22 H2 a copy that its user has released is not finished, since it is about to start")
  void releasedCopy() {
    var candidate =
        candidate(
            savepoint()
                .status("{state: ABANDONED, error: a copy}")
                .annotation("tidemark.io/copy-of", "snapshot/flink/orders-1/00000000"));

    assertThat(candidate.state()).isEqualTo(SnapshotState.TRIGGER_PENDING);
  }

  @Test
  @DisplayName(
      "R20 H2 the job is the one that the attempt was for, also if the spec names another one now")
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

    assertThat(candidate(snapshot).job()).isEqualTo(new JobReference("FlinkDeployment", "orders"));
  }

  @Test
  @DisplayName("R2 H2 a resource that is neither savepoint nor checkpoint is ignored")
  void neither() {
    assertThat(
            new RetentionCandidateReader(SnapshotDraft.of(ORDERS).created(CREATED).read())
                .candidate())
        .isEmpty();
  }

  @ParameterizedTest
  @DisplayName("H4 true pins a snapshot, and false does not")
  @CsvSource({"true, true", "True, true", "false, false"})
  void pin(String text, boolean pinned) {
    var reader =
        new RetentionCandidateReader(savepoint().annotation("tidemark.io/pin", text).read());

    assertThat(reader.candidate().orElseThrow().pinned()).isEqualTo(pinned);
    assertThat(reader.problems()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("H4 a pin or ttl that cannot be read keeps the snapshot, and is reported")
  @CsvSource(
      delimiter = '|',
      value = {
        "tidemark.io/pin | yes | neither true nor false",
        "tidemark.io/pin | '' | neither true nor false",
        "tidemark.io/ttl | 3 fortnights | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
        "tidemark.io/ttl | -1h | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
        "tidemark.io/ttl | '' | not a duration such as 10 s, 5 min, 2 h or PT5M, or 0",
      })
  void unreadable(String key, String text, String reason) {
    var reader = new RetentionCandidateReader(savepoint().annotation(key, text).read());

    assertThat(reader.candidate().orElseThrow().pinned()).isTrue();
    assertThat(reader.problems()).containsExactly("%s is '%s': %s".formatted(key, text, reason));
  }

  @Test
  @DisplayName("H4 an unreadable ttl keeps a snapshot even if its pin is false")
  void unpinnedWithUnreadableTtl() {
    var snapshot =
        savepoint().annotation("tidemark.io/pin", "false").annotation("tidemark.io/ttl", "soon");

    assertThat(candidate(snapshot).pinned()).isTrue();
  }

  @ParameterizedTest
  @DisplayName("H2 a result time that cannot be read is ignored")
  @ValueSource(strings = {"yesterday", ""})
  void resultTime(String text) {
    assertThat(candidate(savepoint().status("resultTimestamp: '" + text + "'")).result()).isNull();
  }

  private static SnapshotDraft savepoint() {
    return SnapshotDraft.savepoint().created(CREATED);
  }

  private static RetentionCandidate candidate(SnapshotDraft draft) {
    return new RetentionCandidateReader(draft.read()).candidate().orElseThrow();
  }
}
