package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.plan;
import static io.tidemark.kubernetes.claim.Plans.running;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.EventReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionPlanTest {
  private static final String COMPLETED = "{state: COMPLETED, triggerId: t, path: 's3://b/s-1'}";

  @Test
  @DisplayName("R14 a completed savepoint is disposed of through its job's cluster as it is now")
  void disposed() {
    var claim = claim(attempted(deleted("savepoint: {}").status(COMPLETED), 1), running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Dispose.class);
    assertThat(Plans.disposal(claim).path()).isEqualTo("s3://b/s-1");
    assertThat(Plans.disposal(claim).job())
        .isEqualTo(new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID));
    assertThat(claim.view().disposalEnd()).contains(Instant.parse("2026-11-23T10:05:00Z"));
  }

  @Test
  @DisplayName("R14 a savepoint whose job is gone is disposed of through the cluster that took it")
  void disposedThroughTheOldCluster() {
    var snapshot = attempted(deleted("savepoint: {}").status(COMPLETED), 1);

    var claim = claim(snapshot, JobObservation.NONE);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Dispose.class);
    assertThat(Plans.disposal(claim).job())
        .isEqualTo(new FlinkJob("flink", "old-cluster", 8082, Jobs.JOB_ID));
  }

  @ParameterizedTest
  @DisplayName("R15 the annotation that skips the disposal leaves a completed savepoint at once")
  @CsvSource({"true, Retain", "True, Retain", "false, Dispose", "yes, Retain"})
  void skipped(String value, String decision) {
    var snapshot =
        deleted("savepoint: {}")
            .status(COMPLETED)
            .annotation(SnapshotAnnotations.SKIP_DISPOSAL, value);

    var claim = claim(snapshot, running());

    assertThat(Plans.step(claim)).isEqualTo(decision);
    assertThat(claim.view().status().path()).isEqualTo("s3://b/s-1");
  }

  @Test
  @DisplayName("R15 the annotation also leaves the savepoint of an attempt under way at once")
  void skippedUnderWay() {
    var snapshot =
        attempted(deleted("savepoint: {}"), 1)
            .annotation(SnapshotAnnotations.SKIP_DISPOSAL, "true");

    var decision = claim(snapshot, running()).decision();

    assertThat(decision).isInstanceOf(ClaimDecision.Retain.class);
    assertThat(decision.sentTrigger()).isPresent();
    assertThat(decision.needsFlink()).isFalse();
  }

  @Test
  @DisplayName("R14 R15 a disposal that cannot be done now says why and keeps its deadline")
  void clusterUnknown() {
    var claim = claim(deleted("savepoint: {}").status(COMPLETED), JobObservation.NONE);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.DisposalBlocked.class);
    assertThat(Plans.reason(claim)).contains("s3://b/s-1", "is unknown");
    assertThat(claim.view().disposalEnd()).isPresent();
  }

  @ParameterizedTest
  @DisplayName("R14 with nothing under way and nothing to dispose of the resource goes at once")
  @CsvSource(
      delimiter = '|',
      value = {
        "savepoint: {}                         | {}",
        "savepoint: {}                         | state: TRIGGER_PENDING",
        "savepoint: {}                         | {state: TRIGGER_PENDING, failures: 2, triggerId: t}",
        "savepoint: {}                         | state: FAILED",
        "savepoint: {}                         | {state: FAILED, triggerId: t, path: p}",
        "savepoint: {}                         | {state: ABANDONED, triggerId: t}",
        "savepoint: {}                         | {state: COMPLETED, triggerId: t}",
        "savepoint: {}                         | {state: COMPLETED, triggerId: t, path: ''}",
        "savepoint: {disposeOnDelete: false}   | {state: COMPLETED, triggerId: t, path: p}",
        "savepoint: {disposeOnDelete: false}   | {state: IN_PROGRESS, triggerId: t}",
        "checkpoint: {}                        | {state: COMPLETED, triggerId: t, path: p}",
        "checkpoint: {}                        | {state: IN_PROGRESS, triggerId: t}",
        "savepoint: {formatType: UNKNOWN}      | {}",
        "backoffLimit: 0                       | {}",
      })
  void releasedAtOnce(String spec, String status) {
    var claim = claim(deleted(spec).status(status), running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Release.class);
    assertThat(Plans.reason(claim)).isNotBlank();
  }

  @Test
  @DisplayName("R14 without a job reference there is no cluster to ask: the resource goes at once")
  void noJobReference() {
    var snapshot = SnapshotDraft.of("savepoint: {}").finalized().deleted().status(COMPLETED);

    assertThat(claim(snapshot, JobObservation.NONE).decision())
        .isInstanceOf(ClaimDecision.Release.class);
  }

  @Test
  @DisplayName("R14 R20 an attempt continues to its end although its spec became invalid")
  void brokenSpecUnderAnAttempt() {
    var claim = claim(attempted(deleted("savepoint: {}\ncheckpoint: {}"), 1), running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.SETTLE);
    assertThat(Plans.trigger(claim).type()).isEqualTo(SnapshotType.SAVEPOINT);
  }

  @Test
  @DisplayName("R16 a resource without our finalizer is released without disposal")
  void withoutOurFinalizer() {
    var snapshot =
        SnapshotDraft.savepoint().finalizer("another.org/finalizer").deleted().status(COMPLETED);

    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Release.class);
  }

  @ParameterizedTest(name = "{0} of a job that writes to {1}, {2} allowed: {3}")
  @DisplayName(
      "R19 an imported savepoint is disposed of only where the job's own lie, or is allowed")
  @CsvSource({
    "s3://b/d/s-1, s3://b/d, , Dispose",
    "s3://b/d/s-1, s3://b/e, s3://b/d, Dispose",
    "s3://b/d/s-1, , s3://b, Dispose",
    "file:///d/s-1, file:/d, , Dispose",
    "s3://b/d/s-1, s3://b/e, , Release",
    "s3://b/d/s-1, , , ReadDirectory",
    "s3://b/d, s3://b/d, , Release",
    "s3://b/d/../e/s-1, s3://b/d, , Release",
    "s3://c/d/s-1, s3://b/d, s3://b/d, Release",
  })
  void imported(String path, String directory, String allowed, String decision) {
    var configuration = directory == null ? "{}" : "{state.savepoints.dir: '" + directory + "'}";
    var job = Jobs.deployment("orders", "flinkConfiguration: " + configuration, Jobs.RUNNING);
    var prefixes = allowed == null ? Plans.only() : Plans.only(allowed);
    var status = "{state: COMPLETED, path: '" + path + "'}";

    var imported = deleted("savepoint: {alreadyExists: true, path: '" + path + "'}").status(status);
    var edited = deleted("savepoint: {path: '" + path + "'}").status(status);
    var declaredLater =
        deleted("savepoint: {alreadyExists: true, path: p}")
            .status("{state: COMPLETED, triggerId: t, path: '" + path + "'}");

    for (var snapshot : List.of(imported, edited, declaredLater)) {
      var claim = plan(snapshot, Plans.on(job), prefixes).claim();
      assertThat(Plans.step(claim)).isEqualTo(decision);
      if (decision.equals("Release")) {
        assertThat(Plans.release(claim).event().reason()).isEqualTo(EventReason.DISPOSAL_SKIPPED);
        assertThat(Plans.release(claim).event().message()).contains(path, "allowed-prefixes");
      }
    }
  }

  @ParameterizedTest(name = "Flink''s directory {0}: {1}")
  @DisplayName("R4 R19 the directory that only Flink names allows the disposal of an import")
  @CsvSource({"s3://b/d, Dispose", "s3://b/e, Release", "'', Release"})
  void importedBelowFlinksDefault(String directory, String decision) {
    var snapshot =
        deleted("savepoint: {alreadyExists: true, path: 's3://b/d/s-1'}")
            .status("{state: COMPLETED, path: 's3://b/d/s-1'}");

    var claim = Plans.planAfterRead(snapshot, running(), Plans.only(), directory).claim();

    assertThat(Plans.step(claim)).isEqualTo(decision);
  }

  @Test
  @DisplayName("R14 R19 an import without a job has no cluster that could dispose of it: it stays")
  void importedWithoutJob() {
    var snapshot =
        SnapshotDraft.of("savepoint: {alreadyExists: true, path: 's3://b/d/s-1'}")
            .finalized()
            .deleted()
            .status("{state: COMPLETED, path: 's3://b/d/s-1'}");

    var claim = plan(snapshot, JobObservation.NONE, Plans.only("s3://b")).claim();

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Release.class);
    assertThat(Plans.release(claim).event().message()).contains("s3://b/d/s-1", "names no cluster");
  }

  @ParameterizedTest(name = "in {0}: {1}")
  @DisplayName("R18 an adopted savepoint is disposed of only from its attempt's own directory")
  @CsvSource({"s3://b/d/abc/s-1, Dispose", "s3://b/d/s-1, Release", "s3://b/abc/d/s-1, Release"})
  void adopted(String path, String decision) {
    var snapshot =
        deleted("savepoint: {}")
            .annotation(SnapshotAnnotations.ADOPTED, "true")
            .status("{state: COMPLETED, triggerId: abc, path: '" + path + "'}");

    var claim = claim(snapshot, running());

    assertThat(Plans.step(claim)).isEqualTo(decision);
    if (decision.equals("Release")) {
      assertThat(Plans.release(claim).event().reason()).isEqualTo(EventReason.DISPOSAL_SKIPPED);
      assertThat(Plans.release(claim).event().message()).contains(path, "adopted");
    }
  }

  @ParameterizedTest(name = "{0}: named in an event {1}")
  @DisplayName("R22 a copy is released without a disposal: its savepoint is its original's")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | false",
        "{state: IN_PROGRESS, triggerId: t}             | false",
        "state: ABANDONED                               | false",
        "{state: COMPLETED, triggerId: t, path: 's3://b/s-1'} | true",
      })
  void copy(String status, boolean named) {
    var copy =
        attempted(deleted("savepoint: {}"), 1)
            .annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/a/b/0")
            .status(status);

    var claim = claim(copy, running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Release.class);
    assertThat(Plans.release(claim).event() != null).isEqualTo(named);
    if (named) {
      assertThat(Plans.release(claim).event().message()).contains("s3://b/s-1", "snapshot/a/b/0");
    }
  }

  @Test
  @DisplayName(
      "R14 R21 a trigger of the reference whose job is gone is named before the resource goes")
  void orphaned() {
    var snapshot =
        deleted("savepoint: {path: 's3://b/d'}").status("{state: IN_PROGRESS, triggerId: theirs}");

    var claim = claim(snapshot, JobObservation.NONE);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Release.class);
    assertThat(Plans.release(claim).event().reason()).isEqualTo(EventReason.POSSIBLE_ORPHAN);
    assertThat(Plans.release(claim).event().message()).contains("theirs", "s3://b/d");
  }

  @Test
  @DisplayName("R14 R21 a disposal needs the cluster, not a job id")
  void disposedWithoutJobId() {
    var job = Jobs.deployment("orders", "{}", "{}");

    var claim = claim(deleted("savepoint: {}").status(COMPLETED), Plans.on(job));

    assertThat(Plans.disposal(claim).job()).isEqualTo(new FlinkJob("flink", "orders", 8081, ""));
  }

  @Test
  @DisplayName("R20 R14 a spec that speaks of no savepoint any more does not orphan one under way")
  void editedToACheckpoint() {
    var orders = new JobReference(JobReference.DEPLOYMENT, "orders");
    var parameters =
        new RecordedAttempt.Parameters(SnapshotType.SAVEPOINT, orders, null, null, null);
    var snapshot =
        deleted("checkpoint: {}")
            .annotation(
                SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).with(parameters, 0).annotation());

    assertThat(FinalizerRule.needed(snapshot.read())).isTrue();
    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(claim(snapshot.status(COMPLETED), running()).decision())
        .isInstanceOf(ClaimDecision.Dispose.class);
  }

  @Test
  @DisplayName("R20 a savepoint is disposed of through the job that took it, not one named later")
  void jobReferenceEdited() {
    var orders = new JobReference(JobReference.DEPLOYMENT, "orders");
    var parameters =
        new RecordedAttempt.Parameters(SnapshotType.SAVEPOINT, orders, null, null, null);
    var snapshot =
        SnapshotDraft.of("{savepoint: {}, jobReference: null}")
            .annotation(
                SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).with(parameters, 0).annotation())
            .finalized()
            .deleted()
            .status(COMPLETED);

    assertThat(SnapshotJobReference.current(snapshot.read())).contains(orders);
    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Dispose.class);
  }

  @ParameterizedTest
  @DisplayName(
      "R14 an attempt in progress by its annotation continues to its end, whatever the status")
  @ValueSource(strings = {"{}", "state: TRIGGER_PENDING", "{state: IN_PROGRESS, triggerId: t}"})
  void settled(String status) {
    var claim = claim(attempted(deleted("savepoint: {}"), 1).status(status), running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.SETTLE);
    assertThat(Plans.trigger(claim).job().cluster()).isEqualTo("old-cluster");
    assertThat(claim.view().disposalEnd()).contains(Instant.parse("2026-11-23T10:05:00Z"));
  }

  @Test
  @DisplayName("R14 R21 an attempt of the reference continues to its end under its own trigger id")
  void settledAfterATakeOver() {
    var snapshot = deleted("savepoint: {}").status("{state: IN_PROGRESS, triggerId: theirs}");

    var claim = claim(snapshot, running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.SETTLE);
    assertThat(Plans.trigger(claim).triggerId()).isEqualTo("theirs");
  }

  @Test
  @DisplayName("R14 an attempt that has failed by now is not under way")
  void failedAttempt() {
    var snapshot =
        attempted(deleted("savepoint: {}"), 1).status("{state: TRIGGER_PENDING, failures: 1}");

    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Release.class);
  }

  @Test
  @DisplayName("R9 an attempt that was never recorded is settled under its computed trigger id")
  void settledUnrecorded() {
    var claim = claim(attempted(deleted("savepoint: {}"), 1), running());

    assertThat(Plans.trigger(claim).triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 1));
  }

  @ParameterizedTest
  @DisplayName("R15 the deadline counts from the deletion: of the annotation, else of the settings")
  @CsvSource({
    "PT1H, 2026-11-23T11:00:00Z",
    "PT1S, 2026-11-23T10:00:01Z",
    "an hour, 2026-11-23T10:05:00Z",
    "PT0S,",
  })
  void deadline(String annotation, Instant deadline) {
    var snapshot =
        deleted("savepoint: {}")
            .status(COMPLETED)
            .annotation(SnapshotAnnotations.DISPOSAL_DEADLINE, annotation);

    assertThat(claim(snapshot, running()).view().disposalEnd())
        .isEqualTo(Optional.ofNullable(deadline));
  }

  private static SnapshotDraft deleted(String spec) {
    return SnapshotDraft.of(ORDERS + spec).finalized().deleted();
  }
}
