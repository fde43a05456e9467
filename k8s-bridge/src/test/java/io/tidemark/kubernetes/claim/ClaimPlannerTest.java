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
import io.tidemark.workflow.resource.ClaimDecision;
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
      "{state: IN_PROGRESS, triggerId: id-of-the-reference,"
          + " triggerTimestamp: '2026-11-23T09:30:00Z'}";

  @ParameterizedTest
  @DisplayName("R6 a terminal snapshot is settled, whatever its job does")
  @ValueSource(strings = {"COMPLETED", "FAILED", "ABANDONED"})
  void settled(String state) {
    var snapshot = SnapshotDraft.savepoint().status("state: " + state);

    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Settled.class);
    assertThat(claim(attempted(snapshot, 1), JobObservation.NONE).decision())
        .isInstanceOf(ClaimDecision.Settled.class);
  }

  @Test
  @DisplayName("R2 an invalid spec is INVALID with its error, and nothing is written of an attempt")
  void invalid() {
    var plan = plan(SnapshotDraft.of(ORDERS + "savepoint: {}\ncheckpoint: {}"), running());

    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Invalid.class);
    assertThat(Plans.reason(plan.claim())).contains("spec.savepoint", "spec.checkpoint", "both");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R5 an existing savepoint is imported with its path, without a job")
  void imported() {
    var snapshot = SnapshotDraft.of("savepoint: {alreadyExists: true, path: 's3://b/s-1'}");

    var plan = plan(snapshot, JobObservation.NONE);

    assertThat(plan.claim().decision()).isEqualTo(new ClaimDecision.Import("s3://b/s-1"));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R10 a job that does not exist is waited for")
  void jobMissing() {
    var claim = claim(SnapshotDraft.savepoint(), JobObservation.NONE);

    assertThat(claim.decision())
        .isEqualTo(new ClaimDecision.WaitForJob("FlinkDeployment orders does not exist"));
  }

  @ParameterizedTest
  @DisplayName("R10 a job without a job id is waited for")
  @ValueSource(strings = {"{}", "{jobStatus: {}}", "{jobStatus: {jobId: ''}}"})
  void jobIdMissing(String status) {
    var claim = claim(SnapshotDraft.savepoint(), on(Jobs.deployment("orders", "{}", status)));

    assertThat(claim.decision())
        .isEqualTo(
            new ClaimDecision.WaitForJob("FlinkDeployment orders has no job id in its status yet"));
  }

  @Test
  @DisplayName("R10 a session job whose cluster does not exist is waited for")
  void clusterMissing() {
    var job = Jobs.sessionJob("etl", "deploymentName: session", Jobs.RUNNING);
    var snapshot =
        SnapshotDraft.of("{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}");

    var claim = claim(snapshot, new JobObservation(Optional.of(job), Optional.empty()));

    assertThat(claim.decision())
        .isEqualTo(
            new ClaimDecision.WaitForJob(
                "the FlinkDeployment of FlinkSessionJob etl does not exist yet"));
  }

  @Test
  @DisplayName("R10 a job that is suspended by its spec abandons the snapshot")
  void jobSuspended() {
    var claim = claim(SnapshotDraft.savepoint(), on(suspended()));

    assertThat(claim.decision())
        .isEqualTo(new ClaimDecision.Abandon("FlinkDeployment orders is suspended by its spec"));
  }

  @Test
  @DisplayName("R10 a job that is being deleted abandons the snapshot")
  void jobBeingDeleted() {
    var claim = claim(SnapshotDraft.savepoint(), on(beingDeleted()));

    assertThat(claim.decision())
        .isEqualTo(new ClaimDecision.Abandon("FlinkDeployment orders is being deleted"));
  }

  @Test
  @DisplayName("R9 the first claim of an attempt writes it and may post blindly")
  void firstTry() {
    var plan = plan(SnapshotDraft.savepoint(), running());

    var trigger = Plans.trigger(plan.claim());
    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(trigger.mode()).isEqualTo(Mode.FIRST);
    assertThat(trigger.job()).isEqualTo(new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID));
    assertThat(trigger.type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(trigger.formatType()).isEqualTo("CANONICAL");
    assertThat(trigger.triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 1));
    assertThat(trigger.attemptedAt()).isEqualTo(NOW);
    assertThat(plan.claim().view().disposalEnd()).isEmpty();
    assertThat(plan.newAttempt())
        .contains(
            new RecordedAttempt(
                1,
                Jobs.JOB_ID,
                "uid-of-orders",
                NOW.toString(),
                "orders",
                8081,
                null,
                0,
                new RecordedAttempt.Parameters(
                    SnapshotType.SAVEPOINT, ORDERS_JOB, null, "CANONICAL", null)));
  }

  @Test
  @DisplayName("R9 R20 the attempt's number is failures + 1, and each attempt reads the spec again")
  void laterAttempt() {
    var snapshot =
        attempted(SnapshotDraft.of(ORDERS + "savepoint: {formatType: NATIVE}"), 2)
            .status("{state: TRIGGER_PENDING, failures: 2, error: disk full}");

    var plan = plan(snapshot, running());

    assertThat(plan.newAttempt()).map(RecordedAttempt::number).contains(3);
    assertThat(Plans.trigger(plan.claim()).mode()).isEqualTo(Mode.FIRST);
    assertThat(Plans.trigger(plan.claim()).triggerId())
        .isEqualTo(TriggerId.of(SnapshotDraft.UID, 3));
    assertThat(Plans.trigger(plan.claim()).formatType()).isEqualTo("NATIVE");
  }

  @Test
  @DisplayName("R12 a checkpoint is triggered without directory and format")
  void checkpoint() {
    var withDirectory =
        Jobs.deployment(
            "orders", "flinkConfiguration: {state.savepoints.dir: s3://d}", Jobs.RUNNING);

    var trigger = Plans.trigger(claim(SnapshotDraft.checkpoint(), on(withDirectory)));

    assertThat(trigger.type()).isEqualTo(SnapshotType.CHECKPOINT);
    assertThat(trigger.targetDirectory()).isNull();
    assertThat(trigger.formatType()).isNull();
  }

  @ParameterizedTest
  @DisplayName("R9 each run that finds an attempt queries the Flink cluster that it was sent to")
  @ValueSource(
      strings = {
        "{}",
        "state: TRIGGER_PENDING",
        "state: IN_PROGRESS",
      })
  void underWayByAnnotation(String status) {
    var plan = plan(attempted(SnapshotDraft.savepoint(), 1).status(status), running());

    var trigger = Plans.trigger(plan.claim());
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

    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.LastLook.class);
    assertThat(Plans.reason(plan.claim())).contains(reason);
    assertThat(Plans.trigger(plan.claim()).mode()).isEqualTo(Mode.SETTLE);
    assertThat(Plans.trigger(plan.claim()).job()).isEqualTo(attempt.job("flink"));
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

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.UNDER_WAY);
  }

  @Test
  @DisplayName("R11 a job whose operator stopped it in the attempt gets one last look")
  void jobStoppedByItsOperator() {
    var status = Jobs.RUNNING.replace("STABLE", "SUSPENDED");
    var stopped = on(Jobs.deployment("orders", "{}", status));

    var claim = claim(attempted(SnapshotDraft.savepoint(), 1), stopped);

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.LastLook.class);
    assertThat(Plans.reason(claim)).contains("FlinkDeployment orders was stopped");
  }

  @Test
  @DisplayName("R11 a job that has no id for a moment is still the job of the attempt")
  void jobIdMissingForAMoment() {
    var restarting = on(Jobs.deployment("orders", "{}", "{lifecycleState: UPGRADING}"));

    assertThat(Plans.trigger(claim(attempted(SnapshotDraft.savepoint(), 1), restarting)).mode())
        .isEqualTo(Mode.UNDER_WAY);
  }

  @ParameterizedTest
  @DisplayName("R9 the attempt of another number is not the one under way")
  @CsvSource({"1, 1", "2, 0", "3, 1"})
  void otherAttempt(int annotated, int failures) {
    var snapshot =
        attempted(SnapshotDraft.savepoint(), annotated)
            .status("{state: TRIGGER_PENDING, failures: " + failures + "}");

    assertThat(Plans.trigger(claim(snapshot, running())).mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R21 a trigger id of the reference is asked for before another one is sent")
  void takenOver() {
    var plan = plan(SnapshotDraft.savepoint().status(REFERENCE_TRIGGER), running());

    var trigger = Plans.trigger(plan.claim());
    assertThat(trigger.mode()).as("it was accepted, so it is never sent").isEqualTo(Mode.SETTLE);
    assertThat(trigger.triggerId()).isEqualTo("id-of-the-reference");
    assertThat(trigger.job().jobId()).isEqualTo(Jobs.JOB_ID);
    assertThat(trigger.attemptedAt()).isEqualTo(Instant.parse("2026-11-23T09:30:00Z"));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName(
      "R21 a trigger id of the reference whose job is gone is abandoned, without a new one")
  void takenOverWithoutJob() {
    var plan = plan(SnapshotDraft.savepoint().status(REFERENCE_TRIGGER), JobObservation.NONE);

    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Abandon.class);
    assertThat(plan.claim().view().status().triggerId()).isEqualTo("id-of-the-reference");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R21 after the old trigger has failed, a new one is used")
  void takenOverAfterAFailure() {
    var snapshot =
        SnapshotDraft.savepoint().status("{state: TRIGGER_PENDING, triggerId: old, failures: 1}");

    var trigger = Plans.trigger(claim(snapshot, running()));

    assertThat(trigger.mode()).isEqualTo(Mode.FIRST);
    assertThat(trigger.triggerId()).isEqualTo(TriggerId.of(SnapshotDraft.UID, 2));
  }

  @ParameterizedTest
  @DisplayName("R9 an annotation that cannot be read is no attempt")
  @ValueSource(strings = {"", "null", "[]", "7", "attempt 1", "{\"number\": 1}"})
  void unreadableAnnotation(String annotation) {
    var snapshot = SnapshotDraft.savepoint().annotation(SnapshotAnnotations.ATTEMPT, annotation);

    assertThat(Plans.trigger(claim(snapshot, running())).mode()).isEqualTo(Mode.FIRST);
  }

  @Test
  @DisplayName("R9 R21 a recorded trigger id counts even if the annotation cannot be read")
  void unreadableAnnotationOfARecordedTrigger() {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.ATTEMPT, "{")
            .status(REFERENCE_TRIGGER);

    assertThat(Plans.trigger(claim(snapshot, running())).mode()).isEqualTo(Mode.SETTLE);
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

    var view = claim(snapshot, running()).view();

    assertThat(view.snapshot()).isEqualTo(snapshot.read().id());
    assertThat(view.resourceVersion()).isEqualTo(SnapshotDraft.VERSION);
    assertThat(view.type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(view.job()).hasToString("FlinkDeployment orders");
    assertThat(view.state()).isEqualTo(SnapshotState.IN_PROGRESS);
    assertThat(view.status().failures()).isEqualTo(1);
    assertThat(view.options().backoffLimit()).isEqualTo(4);
    assertThat(view.status().triggerId()).isEqualTo("abc");
    assertThat(view.status().triggerTimestamp()).isEqualTo(Instant.parse("2026-11-23T09:00:00.5Z"));
    assertThat(view.status().error()).isEqualTo("slow");
    assertThat(view.beingDeleted()).isFalse();
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
    return claim(snapshot, running()).view().options().startDeadline();
  }
}
