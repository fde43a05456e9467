package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedAttemptTest {
  private static final String WRITTEN =
      "{\"number\":2,\"jobId\":\"0123456789abcdef0123456789abcdef\",\"jobUid\":\"uid-of-orders\","
          + "\"time\":\"2026-11-23T09:00:00Z\",\"cluster\":\"old-cluster\",\"restPort\":8082}";

  @Test
  @DisplayName("R9 an attempt is read as it was written")
  void roundTrip() {
    assertThat(RecordedAttempt.parse(Attempts.attempt(2).annotation()))
        .contains(Attempts.attempt(2));
  }

  @Test
  @DisplayName("R9 the annotation's words stay, since older releases' annotations must be read")
  void words() {
    assertThat(Attempts.attempt(2).annotation()).isEqualTo(WRITTEN);
  }

  @Test
  @DisplayName("R9 the annotation of a newer release is read")
  void newerRelease() {
    assertThat(RecordedAttempt.parse(WRITTEN.replace("{", "{\"mood\":\"good\",")))
        .contains(Attempts.attempt(2));
  }

  @Test
  @DisplayName("R20 R23 an attempt has all parameters of its trigger, and the restarts before it")
  void parameters() {
    var job = new JobReference(JobReference.SESSION_JOB, "etl");
    var parameters =
        new RecordedAttempt.Parameters(SnapshotType.SAVEPOINT, job, "s3://b/d", "NATIVE", null);
    var attempt = Attempts.attempt(2).with(parameters, 1);

    assertThat(attempt.annotation())
        .isEqualTo(
            WRITTEN.replace(
                "}",
                ",\"jobRestarts\":1,\"parameters\":{\"type\":\"SAVEPOINT\",\"job\":"
                    + "{\"kind\":\"FlinkSessionJob\",\"name\":\"etl\"},"
                    + "\"targetDirectory\":\"s3://b/d\",\"formatType\":\"NATIVE\"}}"));
    assertThat(RecordedAttempt.parse(attempt.annotation())).contains(attempt);
  }

  @ParameterizedTest
  @DisplayName("S4 an annotation that would lead elsewhere than to a cluster is no attempt")
  @CsvSource({
    "\"old-cluster\", \"evil.example.com/?\"",
    "\"old-cluster\", \"evil.example.com#\"",
    "\"old-cluster\", \"user@evil\"",
    "\"old-cluster\", \"\"",
    "8082, 0",
    "8082, 65536",
  })
  void forged(String written, String forged) {
    assertThat(RecordedAttempt.parse(WRITTEN.replace(written, forged))).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R9 an annotation that cannot be read is no attempt")
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"1\"",
        "{",
        "{}",
        "{\"number\":1,\"jobId\":\"a\",\"jobUid\":\"b\",\"cluster\":\"c\",\"restPort\":1}",
        "{\"number\":1,\"jobId\":\"a\",\"time\":\"today\",\"cluster\":\"c\",\"restPort\":1}",
        "{\"number\":\"one\",\"jobId\":\"a\",\"time\":\"2026-11-23T09:00:00Z\",\"cluster\":\"c\"}",
      })
  void unreadable(String annotation) {
    assertThat(RecordedAttempt.parse(annotation)).isEmpty();
  }
}
