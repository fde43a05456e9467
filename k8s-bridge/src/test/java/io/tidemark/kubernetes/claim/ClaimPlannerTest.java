package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.NOW;
import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static io.tidemark.kubernetes.claim.Plans.plan;
import static io.tidemark.kubernetes.claim.Plans.running;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.Claim.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimPlannerTest {
  private static final JobReference ORDERS_JOB =
      new JobReference(JobReference.DEPLOYMENT, "orders");
  private static final String REFERENCE_TRIGGER =
      "{state: IN_PROGRESS, triggerId: drawn-by-the-reference,"
          + " triggerTimestamp: '2026-11-23T09:30:00Z'}";

  @ParameterizedTest
  @DisplayName("R6 a terminal snapshot is settled, whatever its job does")
  @ValueSource(strings = {"COMPLETED", "FAILED", "ABANDONED"})
  void settled(String state) {
    var snapshot = SnapshotDraft.savepoint().status("state: " + state);

    assertThat(claim(snapshot, running()).decision()).isEqualTo(Decision.SETTLED);
    assertThat(claim(attempted(snapshot, 1), JobObservation.NONE).decision())
        .isEqualTo(Decision.SETTLED);
  }

  @Test
  @DisplayName("R2 an invalid spec is INVALID with its error, and nothing is written of an attempt")
  void invalid() {
    var plan = plan(SnapshotDraft.of(ORDERS + "savepoint: {}\ncheckpoint: {}"), running());

    assertThat(plan.claim().decision()).isEqualTo(Decision.INVALID);
    assertThat(plan.claim().reason()).contains("spec.savepoint", "spec.checkpoint", "both");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R5 an existing savepoint is imported with its path, without a job")
  void imported() {
    var snapshot = SnapshotDraft.of("savepoint: {alreadyExists: true, path: 's3://b/s-1'}");

    var plan = plan(snapshot, JobObservation.NONE);

    assertThat(plan.claim().decision()).isEqualTo(Decision.IMPORT);
    assertThat(plan.claim().requireView().path()).isEqualTo("s3://b/s-1");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R10 a job that does not exist is waited for")
  void jobMissing() {
    var claim = claim(SnapshotDraft.savepoint(), JobObservation.NONE);

    assertThat(claim.decision()).isEqualTo(Decision.WAIT);
    assertThat(claim.reason()).isEqualTo("FlinkDeployment orders does not exist");
  }

  @ParameterizedTest
  @DisplayName("R10 a job without a job id is waited for")
  @ValueSource(strings = {"{}", "{jobStatus: {}}", "{jobStatus: {jobId: ''}}"})
  void jobIdMissing(String status) {
    var claim = claim(SnapshotDraft.savepoint(), on(Jobs.deployment("orders", "{}", status)));

    assertThat(claim.decision()).isEqualTo(Decision.WAIT);
    assertThat(claim.reason()).isEqualTo("no job id yet in the status of FlinkDeployment orders");
  }

  @Test
  @DisplayName("R10 a session job whose cluster does not exist is waited for")
  void clusterMissing() {
    var job = Jobs.sessionJob("etl", "deploymentName: session", Jobs.RUNNING);
    var snapshot =
        SnapshotDraft.of("{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}");

    var claim = claim(snapshot, new JobObservation(Optional.of(job), Optional.empty()));

    assertThat(claim.decision()).isEqualTo(Decision.WAIT);
    assertThat(claim.reason()).isEqualTo("no FlinkDeployment yet of FlinkSessionJob etl");
  }

  @Test
  @DisplayName("R10 a job that is suspended by its spec abandons the snapshot")
  void jobSuspended() {
    var claim = claim(SnapshotDraft.savepoint(), on(suspended()));

    assertThat(claim.decision()).isEqualTo(Decision.ABANDON);
    assertThat(claim.reason()).isEqualTo("FlinkDeployment orders is suspended by its spec");
  }

  @Test
  @DisplayName("R10 a job that is being deleted abandons the snapshot")
  void jobBeingDeleted() {
    var claim = claim(SnapshotDraft.savepoint(), on(beingDeleted()));

    assertThat(claim.decision()).isEqualTo(Decision.ABANDON);
    assertThat(claim.reason()).isEqualTo("FlinkDeployment orders is being deleted");
  }

  @Test
  @DisplayName("R9 the first claim of an attempt writes it and may post blindly")
  void firstTry() {
    var plan = plan(SnapshotDraft.savepoint(), running());

    var trigger = plan.claim().trigger();
    assertThat(plan.claim().decision()).isEqualTo(Decision.ATTEMPT);
    assertThat(trigger.mode()).isEqualTo(Mode.FIRST);
    assertThat(trigger.job()).isEqualTo(new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID));
    assertThat(trigger.type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(trigger.formatType()).isEqualTo("CANONICAL");
    assertThat(trigger.triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 1));
    assertThat(trigger.attemptedAt()).isEqualTo(NOW);
    assertThat(plan.claim().requireView().disposalEnd()).isEmpty();
    assertThat(plan.newAttempt())
        .contains(
            new RecordedAttempt(
                1,
                Jobs.JOB_ID,
                "uid-of-orders",
                NOW.toString(),
                "orders",
                8081,
                0,
                new RecordedAttempt.Asked(SnapshotType.SAVEPOINT, ORDERS_JOB, null, "CANONICAL")));
  }

  @Test
  @DisplayName(
      "R9 R20 the attempt's number is failures + 1, and each attempt reads the spec afresh")
  void laterAttempt() {
    var snapshot =
        attempted(SnapshotDraft.of(ORDERS + "savepoint: {formatType: NATIVE}"), 2)
            .status("{state: TRIGGER_PENDING, failures: 2, error: disk full}");

    var plan = plan(snapshot, running());

    assertThat(plan.newAttempt()).map(RecordedAttempt::number).contains(3);
    assertThat(plan.claim().trigger().mode()).isEqualTo(Mode.FIRST);
    assertThat(plan.claim().trigger().triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 3));
    assertThat(plan.claim().trigger().formatType()).isEqualTo("NATIVE");
  }

  @Test
  @DisplayName("R12 a checkpoint is triggered without directory and format")
  void checkpoint() {
    var withDirectory =
        Jobs.deployment(
            "orders", "flinkConfiguration: {state.savepoints.dir: s3://d}", Jobs.RUNNING);

    var trigger = claim(SnapshotDraft.checkpoint(), on(withDirectory)).trigger();

    assertThat(trigger.type()).isEqualTo(SnapshotType.CHECKPOINT);
    assertThat(trigger.targetDirectory()).isNull();
    assertThat(trigger.formatType()).isNull();
  }

  @ParameterizedTest
  @DisplayName("R9 whoever finds the attempt on the resource asks Flink for it, where it was sent")
  @ValueSource(
      strings = {
        "{}",
        "state: TRIGGER_PENDING",
        "state: IN_PROGRESS",
      })
  void underWayByAnnotation(String status) {
    var plan = plan(attempted(SnapshotDraft.savepoint(), 1).status(status), running());

    var trigger = plan.claim().trigger();
    assertThat(trigger.mode()).isEqualTo(Mode.UNDER_WAY);
    assertThat(trigger.job()).isEqualTo(new FlinkJob("flink", "old-cluster", 8082, Jobs.JOB_ID));
    assertThat(trigger.triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 1));
    assertThat(trigger.attemptedAt()).isEqualTo(Attempts.ATTEMPTED_AT);
    assertThat(plan.newAttempt()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @DisplayName(
      "R11 a job that will not take the attempt to its end gets one last look under its old id")
  @MethodSource("overtaken")
  void lastLook(RecordedAttempt attempt, JobObservation observed, String reason) {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.ATTEMPT, attempt.annotation())
            .status("state: IN_PROGRESS");

    var plan = plan(snapshot, observed);

    assertThat(plan.claim().decision()).isEqualTo(Decision.LAST_LOOK);
    assertThat(plan.claim().reason()).contains(reason);
    assertThat(plan.claim().trigger().mode()).isEqualTo(Mode.SETTLE);
    assertThat(plan.claim().trigger().job()).isEqualTo(attempt.job("flink"));
    assertThat(plan.newAttempt()).isEmpty();
  }

  static Stream<Arguments> overtaken() {
    var current = Attempts.attempt(1);
    return Stream.of(
        Arguments.of(current, JobObservation.NONE, "FlinkDeployment orders was deleted"),
        Arguments.of(current, on(suspended()), "FlinkDeployment orders was stopped"),
        Arguments.of(current, on(beingDeleted()), "FlinkDeployment orders was stopped"),
        Arguments.of(
            Attempts.attempt(1, "old", "uid-of-orders"), running(), "the job id was old and"),
        Arguments.of(
            Attempts.attempt(1, Jobs.JOB_ID, "uid-0"), running(), "its uid was uid-0 and"));
  }

  @ParameterizedTest
  @DisplayName("R20 edits of the spec under an attempt change nothing for it")
  @ValueSource(
      strings = {
        "savepoint: {formatType: UNKNOWN}",
        "savepoint: {alreadyExists: true, path: p}",
        "savepoint: {}\nbackoffLimit: -9",
      })
  void editedUnderAnAttempt(String edited) {
    var snapshot = attempted(SnapshotDraft.of(ORDERS + edited), 1).status("state: IN_PROGRESS");

    var claim = claim(snapshot, running());

    assertThat(claim.decision()).isEqualTo(Decision.ATTEMPT);
    assertThat(claim.trigger().mode()).isEqualTo(Mode.UNDER_WAY);
  }

  @Test
  @DisplayName("R11 a job that has no id for a moment is still the job of the attempt")
  void jobIdMissingForAMoment() {
    var restarting = on(Jobs.deployment("orders", "{}", "{lifecycleState: UPGRADING}"));

    assertThat(claim(attempted(SnapshotDraft.savepoint(), 1), restarting).trigger().mode())
        .isEqualTo(Mode.UNDER_WAY);
  }

  @ParameterizedTest
  @DisplayName("R9 the attempt of another number is not the one under way")
  @CsvSource({"1, 1", "2, 0", "3, 1"})
  void otherAttempt(int annotated, int failures) {
    var snapshot =
        attempted(SnapshotDraft.savepoint(), annotated)
            .status("{state: TRIGGER_PENDING, failures: " + failures + "}");

    assertThat(claim(snapshot, running()).trigger().mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R21 a trigger id of the reference is asked for before another one is sent")
  void takenOver() {
    var plan = plan(SnapshotDraft.savepoint().status(REFERENCE_TRIGGER), running());

    var trigger = plan.claim().trigger();
    assertThat(trigger.mode()).isEqualTo(Mode.UNDER_WAY);
    assertThat(trigger.triggerId()).isEqualTo("drawn-by-the-reference");
    assertThat(trigger.job().jobId()).isEqualTo(Jobs.JOB_ID);
    assertThat(trigger.attemptedAt()).isEqualTo(Instant.parse("2026-11-23T09:30:00Z"));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName(
      "R21 a trigger id of the reference whose job is gone is abandoned, and no new one is drawn")
  void takenOverWithoutJob() {
    var plan = plan(SnapshotDraft.savepoint().status(REFERENCE_TRIGGER), JobObservation.NONE);

    assertThat(plan.claim().decision()).isEqualTo(Decision.ABANDON);
    assertThat(plan.claim().requireView().triggerId()).isEqualTo("drawn-by-the-reference");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R21 after the old trigger has failed, a new one is drawn")
  void takenOverAfterAFailure() {
    var snapshot =
        SnapshotDraft.savepoint().status("{state: TRIGGER_PENDING, triggerId: old, failures: 1}");

    var trigger = claim(snapshot, running()).trigger();

    assertThat(trigger.mode()).isEqualTo(Mode.FIRST);
    assertThat(trigger.triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 2));
  }

  @ParameterizedTest
  @DisplayName("R9 an annotation that cannot be read is no attempt")
  @ValueSource(strings = {"", "null", "[]", "7", "attempt 1", "{\"number\": 1}"})
  void unreadableAnnotation(String annotation) {
    var snapshot = SnapshotDraft.savepoint().annotation(SnapshotAnnotations.ATTEMPT, annotation);

    assertThat(claim(snapshot, running()).trigger().mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R9 R21 a recorded trigger id counts even if the annotation cannot be read")
  void unreadableAnnotationOfARecordedTrigger() {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.ATTEMPT, "{")
            .status(REFERENCE_TRIGGER);

    assertThat(claim(snapshot, running()).trigger().mode()).isEqualTo(Mode.UNDER_WAY);
  }

  @Test
  @DisplayName("R10 the view carries the start deadline of the annotation, else of the settings")
  void startDeadline() {
    assertThat(startDeadline(SnapshotDraft.savepoint())).isEqualTo(Duration.ofMinutes(7));
    assertThat(startDeadline(deadline("PT30S"))).isEqualTo(Duration.ofSeconds(30));
    assertThat(startDeadline(deadline("72h"))).isEqualTo(Duration.ofDays(3));
    assertThat(startDeadline(deadline("10 min"))).isEqualTo(Duration.ofMinutes(10));
    assertThat(startDeadline(deadline("PT0S"))).isZero();
    assertThat(startDeadline(deadline("a while"))).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  @DisplayName("R6 the view is the resource as it was read")
  void view() {
    var snapshot =
        SnapshotDraft.of(ORDERS + "savepoint: {}\nbackoffLimit: 4")
            .status(
                "{state: IN_PROGRESS, failures: 1, triggerId: abc, error: slow, path: null,"
                    + " triggerTimestamp: '2026-11-23T10:00:00.5+01:00'}");

    var view = claim(snapshot, running()).requireView();

    assertThat(view.snapshot()).isEqualTo(snapshot.read().id());
    assertThat(view.resourceVersion()).isEqualTo(SnapshotDraft.VERSION);
    assertThat(view.type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(view.job()).hasToString("FlinkDeployment orders");
    assertThat(view.state()).isEqualTo(SnapshotState.IN_PROGRESS);
    assertThat(view.failures()).isEqualTo(1);
    assertThat(view.backoffLimit()).isEqualTo(4);
    assertThat(view.triggerId()).isEqualTo("abc");
    assertThat(view.triggerTimestamp()).isEqualTo(Instant.parse("2026-11-23T09:00:00.5Z"));
    assertThat(view.error()).isEqualTo("slow");
    assertThat(view.deletedAt()).isNull();
  }

  private static JobResource suspended() {
    return Jobs.deployment("orders", "job: {state: suspended}", Jobs.RUNNING);
  }

  private static JobResource beingDeleted() {
    var job = Jobs.orders();
    job.setMetadata(
        new ObjectMetaBuilder(job.getMetadata())
            .withDeletionTimestamp(SnapshotDraft.DELETED_AT)
            .build());
    return job;
  }

  private static SnapshotDraft deadline(String text) {
    return SnapshotDraft.savepoint().annotation(SnapshotAnnotations.START_DEADLINE, text);
  }

  private static Duration startDeadline(SnapshotDraft snapshot) {
    return claim(snapshot, running()).requireView().startDeadline();
  }
}
