package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.running;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.fixture.Views;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.LateSavepointMark;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mark of an abandoned snapshot whose savepoint Flink may still complete. */
class LateSavepointTest {
  private static final SnapshotTrigger TRIGGER =
      new SnapshotTrigger(
          new FlinkJob("flink", "old-cluster", 8082, Jobs.JOB_ID).withSecrets("tls", "auth"),
          SnapshotType.SAVEPOINT,
          TriggerId.of(SnapshotDraft.savepoint().read().id().uid(), 1),
          "s3://b/sp",
          "CANONICAL",
          null,
          Attempts.ATTEMPTED_AT,
          Mode.SETTLE);

  private final ApiServer api = new ApiServer();
  private final SnapshotStore store = new SnapshotStore(api.client());
  private final StatusWriter writer =
      new StatusWriter(
          store,
          new EventPublisher(api.client(), Clock.fixed(Plans.NOW, ZoneOffset.UTC), reason -> {}));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("W3 R21 the mark is written with ABANDONED, and what is awaited is read from it")
  void written() {
    var resource = api.put(SnapshotDraft.savepoint().status("state: IN_PROGRESS").resource());

    writer.write(abandoned(resource));

    var requests = api.requests();
    assertThat(requests)
        .extracting(Request::line)
        .startsWith("PATCH " + PATH, "PATCH " + PATH + "/status");
    assertThat(requests.get(0).body().toString()).contains("tidemark.io/late-savepoint");
    var decision = decision(reader(resource));
    assertThat(decision).isInstanceOf(ClaimDecision.CleanUp.class);
    var late = ((ClaimDecision.CleanUp) decision).late();
    assertThat(late.triggerId()).isEqualTo(TriggerId.of(id(resource).uid(), 1));
    assertThat(late.targetDirectory()).isEqualTo("s3://b/sp");
    assertThat(late.job()).isEqualTo(new FlinkJob("flink", "old-cluster", 8082, Jobs.JOB_ID));
    assertThat(late.mode()).isEqualTo(Mode.SETTLE);
  }

  @Test
  @DisplayName("W3 the mark is written although an earlier try has written the status alone")
  void writtenLate() {
    var before = api.put(SnapshotDraft.savepoint().status("state: IN_PROGRESS").resource());
    var change = abandoned(before);
    api.refusePatch(PATH, 403);
    api.refusePatch(PATH, 403);
    writer.write(change);
    assertThat(reader(before).lateSavepoint()).isEmpty();

    writer.write(change);

    assertThat(reader(before).lateSavepoint()).isPresent();
  }

  @Test
  @DisplayName("W3 R6 removing the mark decides again after a conflict, and touches nothing else")
  void removed() {
    var resource = api.put(marked("{state: ABANDONED}", 1).annotation("note", "keep").resource());
    api.refusePatch(PATH, 409);

    new LateSavepointMark(store).remove(id(resource));

    var after = api.snapshot(id(resource));
    assertThat(after.getMetadata().getAnnotations()).containsOnlyKeys("note");
    api.requests();
    new LateSavepointMark(store).remove(id(resource));
    assertThat(api.requests()).extracting(Request::line).containsExactly("GET " + PATH);
  }

  @ParameterizedTest(name = "{0}, mark of attempt {1}: {2}")
  @DisplayName("W3 R21 only the mark of the attempt that was abandoned counts")
  @CsvSource(
      delimiter = '|',
      value = {
        "state: ABANDONED                  | 1 | CleanUp",
        "{state: ABANDONED, failures: 2}   | 3 | CleanUp",
        "{state: ABANDONED, failures: 2}   | 2 | Settled",
        "state: FAILED                     | 1 | Settled",
        "{state: COMPLETED, path: p}       | 1 | Settled",
        "state: IN_PROGRESS                | 1 | Attempt",
      })
  void attempts(String status, int attempt, String decision) {
    assertThat(Plans.step(claim(marked(status, attempt), running()))).isEqualTo(decision);
  }

  @Test
  @DisplayName("W3 R21 the recorded trigger id is awaited, also that of another system")
  void recordedTriggerId() {
    var snapshot = marked("{state: ABANDONED, triggerId: id-of-the-reference}", 1);

    var decision = (ClaimDecision.CleanUp) claim(snapshot, running()).decision();

    assertThat(decision.late().triggerId()).isEqualTo("id-of-the-reference");
  }

  @ParameterizedTest
  @DisplayName("W3 a mark that cannot be read, or is of the original of a copy, does not count")
  @ValueSource(strings = {"unreadable", "copy"})
  void noMark(String why) {
    var snapshot = marked("state: ABANDONED", 1);
    if (why.equals("copy")) {
      snapshot.annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/flink/orders-1/00000000");
    } else {
      snapshot.annotation(SnapshotAnnotations.LATE_SAVEPOINT, why);
    }

    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Settled.class);
  }

  @Test
  @DisplayName("R14 W3 a marked resource that is deleted goes at once, and names what may follow")
  void deleted() {
    var snapshot = marked("state: ABANDONED", 1).finalized().deleted();

    var release = Plans.release(claim(snapshot, JobObservation.NONE));

    assertThat(release.event()).isNotNull();
    assertThat(release.event().reason()).isEqualTo(EventReason.SAVEPOINT_RETAINED);
    assertThat(release.event().message()).contains("s3://b/sp", TRIGGER.triggerId());
  }

  private static ClaimDecision decision(SnapshotReader snapshot) {
    var request = new ClaimRequest(snapshot.id(), false);
    var observed =
        ClaimObservation.of(snapshot, JobObservation.NONE, request, Plans.SETTINGS, Plans.NOW);
    return new ClaimPlanner(observed).plan().decision();
  }

  private static SnapshotDraft marked(String status, int attempt) {
    return SnapshotDraft.savepoint()
        .status(status)
        .annotation(
            SnapshotAnnotations.LATE_SAVEPOINT, RecordedAttempt.of(attempt, TRIGGER).annotation());
  }

  private static StatusChange abandoned(FlinkStateSnapshot resource) {
    return StatusChange.abandoned(Views.view(resource), "no time", Plans.NOW)
        .withLateSavepoint(TRIGGER);
  }

  private static SnapshotId id(FlinkStateSnapshot resource) {
    return new SnapshotReader(resource).id();
  }

  private SnapshotReader reader(FlinkStateSnapshot resource) {
    return new SnapshotReader(api.snapshot(id(resource)));
  }
}
