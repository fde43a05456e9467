package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.fixture.Yaml;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSavepoints;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.model.SavepointPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavepointUsageTest {
  private static final SavepointPath PATH = SavepointPath.of("s3://b/d/s-1");
  private static final String SMALLER = "00000000-0000-4000-8000-000000000001";
  private static final String LARGER = "ffffffff-0000-4000-8000-000000000001";
  private static final String THE_OTHER = "FlinkStateSnapshot flink/other";

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("R19 another snapshot that records the same path keeps it")
  @CsvSource(
      delimiter = '|',
      value = {
        "{state: COMPLETED, path: 's3://b/d/s-1'}            | true",
        "{state: COMPLETED, path: 's3://b/d/x/../s-1/'}      | true",
        "{state: COMPLETED, path: 's3a://b/d/s-1/_metadata'} | true",
        "{state: COMPLETED, path: 's3://b/d/s-2'}            | false",
        "{state: COMPLETED, path: 's3://c/d/s-1'}            | false",
        "{state: COMPLETED}                                  | false",
        "{state: FAILED, path: 's3://b/d/s-1'}               | false",
        "{}                                                  | false",
      })
  void anotherSnapshot(String status, boolean kept) {
    var use = use(other(LARGER).status(status));

    assertThat(use.keptBy(PATH)).isEqualTo(kept ? Optional.of(THE_OTHER) : Optional.empty());
    assertThat(use.recordedBy(PATH)).isEqualTo(use.keptBy(PATH));
  }

  @Test
  @DisplayName("R19 the snapshot itself is no other")
  void itself() {
    assertThat(use(recording(SnapshotDraft.UID)).keptBy(PATH)).isEmpty();
    assertThat(use(recording(SnapshotDraft.UID)).recordedBy(PATH)).isEmpty();
  }

  @Test
  @DisplayName("R19 of two that are deleted with disposal the smaller uid disposes")
  void bothDeleted() {
    assertThat(use(recording(LARGER).finalized().deleted()).keptBy(PATH)).isEmpty();
    assertThat(use(recording(SMALLER).finalized().deleted()).keptBy(PATH)).contains(THE_OTHER);
  }

  @Test
  @DisplayName("R19 one that is deleted without disposal keeps the path")
  void deletedWithoutDisposal() {
    var kept = "savepoint: {disposeOnDelete: false}";
    var skipping = recording(LARGER).finalized().deleted();
    var copy = recording(LARGER).finalized().deleted();

    assertThat(use(recording(LARGER).spec(ORDERS + kept).finalized().deleted()).keptBy(PATH))
        .contains(THE_OTHER);
    assertThat(use(recording(LARGER).deleted()).keptBy(PATH)).contains(THE_OTHER);
    assertThat(use(skipping.annotation(SnapshotAnnotations.SKIP_DISPOSAL, "true")).keptBy(PATH))
        .contains(THE_OTHER);
    assertThat(use(copy.annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/a/b/0")).keptBy(PATH))
        .contains(THE_OTHER);
  }

  @Test
  @DisplayName("R18 one that is being deleted has recorded the path all the same")
  void recordedWhileDeleted() {
    assertThat(use(recording(LARGER).finalized().deleted()).recordedBy(PATH)).contains(THE_OTHER);
  }

  @ParameterizedTest(name = "spec {0}, status {1}: {2}")
  @DisplayName("R19 a job that starts from the savepoint keeps it")
  @CsvSource(
      delimiter = '|',
      value = {
        "job: {initialSavepointPath: 's3://b/d/s-1'}           | {}              | true",
        "job: {initialSavepointPath: 's3://b/d/s-1/_metadata'} | {}              | true",
        "job: {initialSavepointPath: '/d/s-1'}                 | {}              | true",
        "job: {initialSavepointPath: 's3://b/d/s-2'}           | {}              | false",
        "job: {initialSavepointPath: ''}                       | {}              | false",
        "{} | jobStatus: {upgradeSavepointPath: 's3://b/d/s-1'}                  | true",
        "{} | jobStatus: {upgradeSavepointPath: 's3://b/d/s-2'}                  | false",
        "{} | jobStatus: {savepointInfo: {savepointHistory: [{timeStamp: 1, location: 's3://b/d/s-1'}]}} | true",
        "{} | jobStatus: {savepointInfo: {savepointHistory: [{timeStamp: 1, location: 's3://b/d/s-2'}]}} | false",
        "{} | jobStatus: {savepointInfo: {savepointHistory: [{timeStamp: 1}]}}   | false",
        "{} | {}                                                                 | false",
      })
  void job(String spec, String status, boolean kept) {
    JobResource job = Jobs.sessionJob("etl", spec, status);
    var use =
        new SavepointUsage(
            SnapshotDraft.savepoint().read().id(),
            Optional.empty(),
            List.of(),
            List.of(JobSavepoints.of(job)),
            List.of());

    assertThat(use.keptBy(PATH))
        .isEqualTo(kept ? Optional.of("FlinkSessionJob flink/etl") : Optional.empty());
    assertThat(use.recordedBy(PATH)).isEqualTo(use.keptBy(PATH));
  }

  @Test
  @DisplayName("H6 R19 an entry of the job's own history is no other user of its savepoint")
  void ownEntry() {
    var history =
        "jobStatus: {savepointInfo: {savepointHistory: [{timeStamp: 1, location: 's3://b/d/s-1'}]}}";
    JobResource job = Jobs.sessionJob("etl", "{}", history);
    var use =
        new SavepointUsage(
            SnapshotDraft.savepoint().read().id(),
            Optional.empty(),
            List.of(),
            List.of(JobSavepoints.of(job)),
            List.of());

    assertThat(use.recordedBeside(PATH, job.reference())).isEmpty();
    assertThat(use.recordedBeside(PATH, Jobs.orders().reference()))
        .contains("FlinkSessionJob flink/etl");
  }

  @ParameterizedTest(name = "{0}, stop {1}: {2}")
  @DisplayName("U8 R19 a path that the change under way will restore is kept")
  @CsvSource(
      delimiter = '|',
      value = {
        "{number: 2, savepoint: 's3://b/d/s-1'} |                                         | true",
        "{number: 2, savepoint: 's3://b/d/s-2'} |                                         | false",
        "{number: 2}                            | {submission: 2, path: 's3://b/d/s-1'}   | true",
        "{number: 2, savepoint: 's3://b/d/s-1'} | {submission: 2, path: 's3://b/d/s-2'}   | false",
        "{number: 2, savepoint: 's3://b/d/s-1'} | {submission: 2, cancel: true}           | true",
        "{number: 3, savepoint: 's3://b/d/s-1'} | {submission: 2, path: 's3://b/d/s-2'}   | true",
        "{number: 3}                            | {submission: 2, path: 's3://b/d/s-1'}   | false",
        "broken                                 | broken                                  | false",
      })
  void changeUnderWay(String submission, @Nullable String stop, boolean kept) {
    JobResource job = Jobs.sessionJob("etl", "{}", "{}");
    job.getMetadata().setAnnotations(new HashMap<>());
    job.getMetadata().getAnnotations().put(JobAnnotations.SUBMISSION, json(submission));
    if (stop != null) {
      job.getMetadata().getAnnotations().put(JobAnnotations.STOP, json(stop));
    }
    var use =
        new SavepointUsage(
            SnapshotDraft.savepoint().read().id(),
            Optional.empty(),
            List.of(),
            List.of(JobSavepoints.of(job)),
            List.of());

    assertThat(use.keptBy(PATH).isPresent()).isEqualTo(kept);
  }

  private static String json(String yaml) {
    return yaml.startsWith("{") ? Serialization.asJson(Yaml.read(yaml, Map.class)) : yaml;
  }

  private static SavepointUsage use(SnapshotDraft other) {
    return new SavepointUsage(
        SnapshotDraft.savepoint().read().id(),
        Optional.empty(),
        List.of(other.read()),
        List.of(),
        List.of());
  }

  private static SnapshotDraft other(String uid) {
    return SnapshotDraft.savepoint().named("other").uid(uid);
  }

  private static SnapshotDraft recording(String uid) {
    return other(uid).status("{state: COMPLETED, triggerId: t, path: 's3://b/d/s-1'}");
  }
}
