package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static io.tidemark.kubernetes.claim.Plans.plan;
import static io.tidemark.kubernetes.claim.Plans.running;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger.Mode;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.JobRestarts;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of an attempt's trigger, and those that stay on the resource. */
class AttemptPlanTest {
  private static final JobReference ORDERS_JOB =
      new JobReference(JobReference.DEPLOYMENT, "orders");

  @ParameterizedTest
  @DisplayName("R20 an attempt continues as it was written, whatever becomes of its spec")
  @ValueSource(
      strings = {
        "savepoint: {formatType: CANONICAL, path: 's3://b/other'}",
        "{savepoint: {}, checkpoint: {}}",
        "checkpoint: {}",
        "{savepoint: {}, jobReference: {kind: FlinkSessionJob, name: another}}",
        "{savepoint: {}, jobReference: null}",
        "{}",
      })
  void recordedAttempt(String edited) {
    var parameters =
        new RecordedAttempt.Parameters(
            SnapshotType.SAVEPOINT, ORDERS_JOB, "s3://b/d", "NATIVE", null);
    var snapshot =
        SnapshotDraft.of(edited)
            .annotation(SnapshotAnnotations.ATTEMPT, annotation(parameters))
            .status("state: IN_PROGRESS");

    var claim = claim(snapshot, running());

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.Attempt.class);
    assertThat(Plans.trigger(claim).mode()).isEqualTo(Mode.UNDER_WAY);
    assertThat(Plans.trigger(claim).type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(Plans.trigger(claim).targetDirectory()).isEqualTo("s3://b/d");
    assertThat(Plans.trigger(claim).formatType()).isEqualTo("NATIVE");
    assertThat(claim.view().type()).isEqualTo(SnapshotType.SAVEPOINT);
    assertThat(claim.view().job()).isEqualTo(ORDERS_JOB);
    assertThat(SnapshotJobReference.current(snapshot.read())).contains(ORDERS_JOB);
    assertThat(SnapshotJobReference.watched(snapshot.read())).contains(ORDERS_JOB);
  }

  @ParameterizedTest(name = "{0} with {1} allowed: {2}")
  @DisplayName("R7 R19 a target directory that is not allowed is refused, and nothing is written")
  @CsvSource({
    "s3://b/d/x, s3://b/d, Attempt",
    "s3://b/d, s3://b/d/, Attempt",
    "s3://b/d/../e, s3://b/d, Refused",
    "s3://b/dd, s3://b/d, Refused",
    "s3://c/d, s3://b/d, Refused",
    "/d, s3://b/d, Refused",
  })
  void allowedPrefixes(String directory, String allowed, String decision) {
    var ofTheSpec = SnapshotDraft.of(ORDERS + "savepoint: {path: '" + directory + "'}");
    var configured = "flinkConfiguration: {state.savepoints.dir: '" + directory + "'}";
    var ofTheJob = on(Jobs.deployment("orders", configured, Jobs.RUNNING));

    var plan = plan(ofTheSpec, running(), Plans.only("file:/elsewhere", allowed));

    assertThat(Plans.step(plan.claim())).isEqualTo(decision);
    assertThat(plan.newAttempt().isPresent()).isEqualTo(decision.equals("Attempt"));
    assertThat(Plans.step(plan(SnapshotDraft.savepoint(), ofTheJob, Plans.only(allowed)).claim()))
        .isEqualTo(decision);
    assertThat(plan(SnapshotDraft.checkpoint(), ofTheJob, Plans.only(allowed)).claim().decision())
        .isInstanceOf(ClaimDecision.Attempt.class);
    if (decision.equals("Refused")) {
      assertThat(Plans.reason(plan.claim()))
          .contains(directory, "tidemark.savepoint.allowed-prefixes");
    }
  }

  @Test
  @DisplayName("R19 Flink's own default, which is not known here, is not refused")
  void defaultDirectory() {
    var plan = plan(SnapshotDraft.savepoint(), running(), Plans.only("s3://b/d"));

    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Attempt.class);
  }

  @Test
  @DisplayName("R18 each attempt may have a directory of its own, which its annotation keeps")
  void ownDirectory() {
    var snapshot = SnapshotDraft.of(ORDERS + "savepoint: {path: 's3://b/d/'}");
    var perAttempt = new ClaimSettings.Savepoints(List.of(), true);
    var own = "s3://b/d/" + TriggerId.of(SnapshotDraft.UID, 1);

    var plan = plan(snapshot, running(), perAttempt);

    assertThat(Plans.trigger(plan.claim()).targetDirectory()).isEqualTo(own);
    assertThat(Plans.trigger(plan.claim()).hasOwnDirectory()).isTrue();
    var later =
        snapshot.annotation(
            SnapshotAnnotations.ATTEMPT, plan.newAttempt().orElseThrow().annotation());
    assertThat(Plans.trigger(claim(later, running())).targetDirectory()).isEqualTo(own);
    assertThat(targetDirectory(SnapshotDraft.checkpoint(), perAttempt)).isNull();
  }

  @Test
  @DisplayName(
      "R4 R18 an attempt's own directory is below Flink's default if no resource names one")
  void ownDirectoryBelowFlinksDefault() {
    var snapshot = SnapshotDraft.savepoint();
    var perAttempt = new ClaimSettings.Savepoints(List.of(), true);

    var first = plan(snapshot, running(), perAttempt);
    var second = Plans.planAfterRead(snapshot, running(), perAttempt, "s3://b/default");
    var without = Plans.planAfterRead(snapshot, running(), perAttempt, "");

    assertThat(first.newAttempt()).isEmpty();
    assertThat(first.claim().decision())
        .isEqualTo(
            new ClaimDecision.ReadDirectory(new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID)));
    assertThat(Plans.trigger(second.claim()).targetDirectory())
        .isEqualTo("s3://b/default/" + TriggerId.of(SnapshotDraft.UID, 1));
    assertThat(Plans.trigger(without.claim()).targetDirectory()).isNull();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("R19 an attempt's own directory below Flink's default is judged as what is sent")
  @CsvSource({"s3://b/d, Attempt", "s3://b/d/, Attempt", "s3://c/d, Refused", "'', Attempt"})
  void ownDirectoryIsJudged(String flinks, String decision) {
    var perAttempt = new ClaimSettings.Savepoints(List.of(SavepointPath.of("s3://b/d")), true);

    var plan = Plans.planAfterRead(SnapshotDraft.savepoint(), running(), perAttempt, flinks);

    assertThat(Plans.step(plan.claim())).isEqualTo(decision);
    assertThat(plan.newAttempt().isPresent()).isEqualTo(decision.equals("Attempt"));
    if (decision.equals("Refused")) {
      assertThat(Plans.reason(plan.claim()))
          .contains(flinks, "tidemark.savepoint.allowed-prefixes");
    }
  }

  @Test
  @DisplayName("R4 without directory-per-attempt Flink is not asked for its directory")
  void flinkIsNotAsked() {
    assertThat(plan(SnapshotDraft.savepoint(), running()).claim().decision())
        .isInstanceOf(ClaimDecision.Attempt.class);
  }

  @Test
  @DisplayName("R23 the restarts in a row go from the resource into the next attempt, and stay")
  void jobRestarts() {
    var failedTwice =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.JOB_RESTARTS, "2")
            .status("{state: TRIGGER_PENDING, failures: 2}");

    var plan = plan(failedTwice, running());

    var attempt = plan.newAttempt().orElseThrow();
    assertThat(plan.claim().view().restarts()).isEqualTo(new JobRestarts(2, 3));
    assertThat(attempt.jobRestarts()).isEqualTo(2);
    var underWay =
        failedTwice
            .annotation(SnapshotAnnotations.ATTEMPT, attempt.annotation())
            .annotation(SnapshotAnnotations.JOB_RESTARTS, "3");
    assertThat(claim(underWay, running()).view().restarts())
        .as("a crash between the count and the status does not count twice")
        .isEqualTo(new JobRestarts(2, 3));
  }

  @ParameterizedTest
  @DisplayName("R23 a count that cannot be read is none")
  @ValueSource(strings = {"", "two", "2.5"})
  void unreadableJobRestarts(String count) {
    var snapshot = SnapshotDraft.savepoint().annotation(SnapshotAnnotations.JOB_RESTARTS, count);

    assertThat(claim(snapshot, running()).view().restarts()).isEqualTo(new JobRestarts(0, 3));
  }

  private static String annotation(RecordedAttempt.Parameters parameters) {
    return Attempts.attempt(1).with(parameters, 0).annotation();
  }

  private static String targetDirectory(
      SnapshotDraft snapshot, ClaimSettings.Savepoints savepoints) {
    return Plans.trigger(plan(snapshot, running(), savepoints).claim()).targetDirectory();
  }
}
