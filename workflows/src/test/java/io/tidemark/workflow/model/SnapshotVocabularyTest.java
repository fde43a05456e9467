package io.tidemark.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotVocabularyTest {

  @Test
  @DisplayName("R9 the trigger id is SHA-256 of uid and attempt, 32 hex digits")
  void triggerId() {
    // printf '%s' 'd9b1/1' | sha256sum | cut -c1-32
    assertThat(TriggerId.of("d9b1", 1)).isEqualTo("3986d4e26710a0a8268a321a721b656a");
    assertThat(TriggerId.of("d9b1", 2)).isNotEqualTo(TriggerId.of("d9b1", 1)).hasSize(32);
  }

  @Test
  @DisplayName("W1 the workflow id has namespace, name and the first 8 characters of the uid")
  void workflowId() {
    assertThat(new SnapshotId("flink", "nightly", "12345678-9abc").workflowId())
        .isEqualTo("snapshot/flink/nightly/12345678");
  }

  @Test
  @DisplayName("R13 labels have type, state, trigger type and job")
  void labels() {
    var job = new JobReference(JobReference.SESSION_JOB, "orders");

    assertThat(
            SnapshotLabels.of(
                SnapshotType.CHECKPOINT,
                SnapshotState.IN_PROGRESS,
                TriggerType.PERIODIC,
                Optional.of(job)))
        .isEqualTo(
            Map.of(
                "snapshot.type", "CHECKPOINT",
                "snapshot.state", "IN_PROGRESS",
                "snapshot.trigger-type", "PERIODIC",
                "job-reference.kind", "FlinkSessionJob",
                "job-reference.name", "orders"));
  }

  @Test
  @DisplayName("R13 a name over 63 characters is shortened and gets a hash")
  void longNames() {
    var common = "a".repeat(60);

    assertThat(SnapshotLabels.value("b".repeat(63))).isEqualTo("b".repeat(63));
    assertThat(SnapshotLabels.value(common + "-one1"))
        .hasSize(63)
        .startsWith("a".repeat(55) + "-")
        .isNotEqualTo(SnapshotLabels.value(common + "-two2"));
  }

  @ParameterizedTest
  @DisplayName("R7 waits double from 10 s up to 10 min, for any number of failures")
  @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 600", "10, 600", "70, 600", "2000000, 600"})
  void attemptBackoff(int failures, long seconds) {
    assertThat(Backoff.ATTEMPTS.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @DisplayName("R7 a limit of N means N retries after the first attempt; -1 means no limit")
  @CsvSource({"1, 0, true", "1, 1, false", "2, 1, true", "1000, -1, false"})
  void backoffLimit(int failures, int limit, boolean exhausted) {
    assertThat(Backoff.exhausted(failures, limit)).isEqualTo(exhausted);
  }
}
