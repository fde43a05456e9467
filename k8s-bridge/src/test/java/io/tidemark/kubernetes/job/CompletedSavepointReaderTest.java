package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SessionJobId;
import io.tidemark.workflow.model.SnapshotLabels;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompletedSavepointReaderTest {
  private static final JobReference JOB = new JobReference(JobReference.SESSION_JOB, "orders");

  private final ApiServer api = new ApiServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("H7 U6 imported savepoints are ordered by the time of their data, not of the import")
  void importedSavepoints() {
    imported("a", "2020-01-01T00:00:00Z");
    imported("b", "2020-01-03T00:00:00.007Z");
    imported("c", "2020-01-02T00:00:00Z");

    assertThat(newest(entry("2020-01-02T12:00:00Z", "s3://b/entry")))
        .containsExactly("s3://b/b", "s3://b/entry", "s3://b/c", "s3://b/a");
  }

  @Test
  @DisplayName("H7 U6 a savepoint that was taken after an import is newer than the imported one")
  void takenAfterAnImport() {
    api.put(snapshot("fresh").resource());
    imported("old", "2020-01-01T00:00:00Z");

    assertThat(newest()).containsExactly("s3://b/fresh", "s3://b/old");
  }

  @Test
  @DisplayName("U6 L2 an entry whose location is only spaces is no candidate")
  void blankLocation() {
    assertThat(newest(entry("2020-01-01T00:00:00Z", " "))).isEmpty();
  }

  private List<String> newest(SavepointInfo.Entry... entries) {
    var info = new SavepointInfo(null, null, null, null, null, List.of(entries), 0);
    var job = new SessionJobId("flink", "orders", "uid-of-orders");
    return new CompletedSavepointReader(new SnapshotStore(api.client()), job, info).newest();
  }

  private static SavepointInfo.Entry entry(String time, String location) {
    var millis = Instant.parse(time).toEpochMilli();
    return new SavepointInfo.Entry(millis, location, "MANUAL", "CANONICAL", null);
  }

  private void imported(String name, String takenAt) {
    api.put(snapshot(name).annotation("tidemark.io/taken-at", takenAt).resource());
  }

  private static SnapshotDraft snapshot(String name) {
    var draft =
        SnapshotDraft.of("jobReference: {kind: FlinkSessionJob, name: orders}\nsavepoint: {}")
            .named(name)
            .uid("uid-of-" + name)
            .status("{state: COMPLETED, path: 's3://b/" + name + "'}");
    SnapshotLabels.ofJob(JOB).forEach(draft::label);
    return draft;
  }
}
