package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session jobs in each state in which the reference operator can leave them. */
class SessionJobTakeOverTest extends SessionJobTestBase {
  private static final String ITS_JOB = "240338b507d0e981a465c28b7f656093";
  private static final String ITS_FINALIZER = "flinksessionjobs.flink.apache.org/finalizer";
  private static final String PATH = ReferenceStatus.PATH;

  @Test
  @DisplayName("M5 a running job is taken over as it is, and its next upgrade keeps its state")
  void running() {
    reference("savepoint").jobStatus(ITS_JOB, "RUNNING", PATH).deployed("running", true).write();
    flink.run(ITS_JOB, PATH);

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertTakenOver(1);
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    scenario.edit("{job: {parallelism: 2}}").run();
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://savepoints/savepoint-1");
    assertThat(scenario.snapshots()).hasSize(1);
  }

  @Test
  @DisplayName("M5 M3 a job with the reference's finalizer is left alone")
  void withItsFinalizer() {
    reference("savepoint").jobStatus(ITS_JOB, "RUNNING", PATH).deployed("running", true).write();
    scenario.finalizers(ITS_FINALIZER);
    flink.run(ITS_JOB, PATH);
    var before = scenario.current().version();

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertThat(scenario.current().version()).isEqualTo(before);
  }

  @Test
  @DisplayName("M5 a job after the first POST, which the reference has not seen, gets stable")
  void afterTheFirstPost() {
    reference("savepoint")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .deployed("running", false)
        .write();
    flink.run(ITS_JOB, PATH);

    assertOutcome(scenario.run(), ChangeOutcome.STARTED);

    assertTakenOver(1);
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(scenario.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("M5 UPGRADING with a job that Flink knows is settled without a submission")
  void upgradingAndKnown(boolean firstStart) {
    reference("savepoint")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .upgrading("suspended", firstStart)
        .write();
    flink.run(ITS_JOB, PATH);

    scenario.run();

    assertTakenOver(1);
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(scenario.events()).as("Tidemark has not started it").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("M5 a first submission without a recorded spec is settled, and not repeated")
  void unknownFirst(boolean known) {
    reference("stateless, initialSavepointPath: '" + PATH + "'")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .unknownFirst()
        .write();
    if (known) {
      flink.run(ITS_JOB, PATH);
    }

    scenario.run();
    assertThat(flink.requests()).isEmpty();
    scenario.clock().pass(Duration.ofMinutes(11));
    scenario.run();

    var job = known ? ITS_JOB : scenario.jobId(2);
    assertThat(flink.running()).containsExactly(job);
    assertThat(flink.restored(job)).isEqualTo("file:/sp/initial");
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("M5 UPGRADING with a job that Flink does not know waits, and starts from its path")
  void upgradingAndUnknown(boolean firstStart) {
    reference(firstStart ? "savepoint, initialSavepointPath: '" + PATH + "'" : "savepoint")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .upgrading("suspended", firstStart)
        .write();

    assertThat(scenario.run()).isInstanceOf(Wait.class);
    scenario.clock().pass(Duration.ofMinutes(9));
    assertThat(scenario.run()).isInstanceOf(Wait.class);
    assertThat(flink.requests()).isEmpty();
    scenario.clock().pass(Duration.ofMinutes(2));
    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("file:/sp/initial");
  }

  @Test
  @DisplayName("M5 UPGRADING with a job that appears late is settled without a submission")
  void upgradingAndLate() {
    reference("savepoint")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .upgrading("suspended", true)
        .write();
    assertThat(scenario.run()).isInstanceOf(Wait.class);
    flink.run(ITS_JOB, PATH);

    scenario.run();

    assertTakenOver(1);
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
  }

  @Test
  @DisplayName("M5 a first start without a job, from initialSavepointPath, starts from that path")
  void firstStartOfStateless() {
    reference("stateless, initialSavepointPath: 'file:///sp/initial'")
        .jobStatus(ITS_JOB, "RECONCILING", PATH)
        .upgrading("suspended", true)
        .write();
    scenario.run();
    scenario.clock().pass(Duration.ofMinutes(11));

    scenario.run();

    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("file:/sp/initial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLING", "CANCELED"})
  @DisplayName("M5 a cancel that the reference waited for is continued, and the new spec starts")
  void cancelling(String state) {
    reference("last-state")
        .jobStatus(ITS_JOB, "CANCELLING", PATH)
        .upgrading("running", false)
        .write();
    scenario.edit("{job: {parallelism: 2}}");
    flink.run(ITS_JOB, PATH);
    flink.checkpoint(ITS_JOB, "s3://checkpoints/chk-7");
    flink.state(ITS_JOB, state.equals("CANCELED") ? state : "RUNNING");

    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://checkpoints/chk-7");
  }

  @Test
  @DisplayName("M5 U6 a cancelled job that Flink has forgotten is held, not started from old state")
  void cancelledAndForgotten() {
    reference("last-state")
        .jobStatus(ITS_JOB, "CANCELLING", PATH)
        .upgrading("running", false)
        .write();

    assertThat(scenario.run()).isInstanceOf(Wait.class);
    scenario.clock().pass(Duration.ofMinutes(11));
    assertThat(scenario.run()).isInstanceOf(Wait.class);

    assertThat(flink.requests()).isEmpty();
    assertThat(scenario.events()).containsExactly("JobLost");
    assertThat(scenario.lifecycle()).isEqualTo("UPGRADING");
  }

  @Test
  @DisplayName(
      "M5 a job that was stopped for an upgrade is started once, from the path of the stop")
  void stoppedForUpgrade() {
    reference("savepoint")
        .jobStatus(null, "FINISHED", "file:///sp/savepoint_1")
        .upgrading("suspended", false)
        .write();

    assertOutcome(scenario.run(), ChangeOutcome.STARTED);

    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(flink.restored(scenario.jobId(1))).isEqualTo("file:/sp/savepoint_1");
    assertThat(scenario.snapshots()).as("the reference has created it").isEmpty();
  }

  @Test
  @DisplayName("M5 a suspended job stays so, and resumes from its path")
  void suspended() {
    reference("savepoint, state: suspended")
        .jobStatus(null, "FINISHED", "file:///sp/savepoint_1")
        .deployed("suspended", true)
        .write();
    var before = scenario.current().version();

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);
    assertThat(scenario.current().version()).isEqualTo(before);

    scenario.edit("{job: {state: running}}").run();
    assertThat(flink.restored(scenario.jobId(1))).isEqualTo("file:/sp/savepoint_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateless", "savepoint"})
  @DisplayName("M5 U10 a job that has finished, and that Flink has forgotten, is not started again")
  void finished(String mode) {
    reference(mode).jobStatus(ITS_JOB, "FINISHED", null).deployed("running", true).write();

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertTakenOverWithout(1);
    assertThat(flink.requests()).isEmpty();
    assertThat(scenario.events()).isEmpty();
  }

  @Test
  @DisplayName("M5 U10 a job that has finished before it was seen to run is stable, and left alone")
  void finishedUnseen() {
    reference("stateless").jobStatus(ITS_JOB, "FINISHED", null).deployed("running", false).write();

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertTakenOverWithout(1);
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(flink.requests()).isEmpty();
  }

  @Test
  @DisplayName("M5 an error that the reference never clears goes, its legacy fields stay")
  void oldError() {
    var reference =
        reference("savepoint").jobStatus(ITS_JOB, "RUNNING", PATH).deployed("running", true);
    var pending = Map.of("savepointHistory", List.of(), "triggerId", "a");
    reference.job.put("savepointInfo", pending);
    reference.status.put("error", "Job Not Found");
    reference.write();
    flink.run(ITS_JOB, PATH);

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertTakenOver(1);
    assertThat(scenario.current().status().error()).isNull();
    assertThat(scenario.current().resource().<Object>get("status", "jobStatus", "savepointInfo"))
        .isEqualTo(pending);
  }

  @Test
  @DisplayName("M5 a job that the reference has lost is held, and nothing is started")
  void lost() {
    var reference =
        reference("savepoint").jobStatus(ITS_JOB, "RECONCILING", PATH).deployed("running", true);
    reference.status.put("error", "Job Not Found");
    reference.write();

    assertThat(scenario.run()).isInstanceOf(Wait.class);

    assertTakenOverWithout(1);
    assertThat(scenario.events()).containsExactly("JobLost");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("M5 a job that comes back after an upgrade by the reference is taken over as it is")
  void thereAndBack(boolean keepsOurFinalizer) {
    started("savepoint");
    scenario.edit("{job: {parallelism: 2}}").run();
    flink.requests();
    takenAndUpgradedByReference();
    scenario.finalizers(keepsOurFinalizer ? new String[] {SessionJob.FINALIZER} : new String[] {});

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertTakenOver(3);
    scenario.edit("{restartNonce: 1}").run();
    assertThat(flink.running()).containsExactly(scenario.jobId(4));
    assertThat(flink.restored(scenario.jobId(4))).isEqualTo("s3://savepoints/savepoint-2");
  }

  @Test
  @DisplayName("M5 a job that came back and is deleted is cancelled, not the one before it")
  void thereAndBackDeleted() {
    started("savepoint");
    takenAndUpgradedByReference();

    scenario.delete().run();

    assertThat(flink.requests()).containsExactly("cancel " + ITS_JOB);
    assertThat(flink.running()).isEmpty();
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("M5 U9 a job whose finalizer was released gets it again")
  void released() {
    started("savepoint");
    scenario.finalizers();

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertThat(scenario.current().hasOurFinalizer()).isTrue();
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
  }

  /** The reference stops our job with a savepoint, and starts one with an id of its own. */
  private void takenAndUpgradedByReference() {
    flink.state(flink.running().get(0), "FINISHED");
    flink.run(ITS_JOB, "s3://savepoints/its");
    scenario.status(
        Map.of(
            "jobStatus", Map.of("jobId", ITS_JOB, "upgradeSavepointPath", "s3://savepoints/its")));
  }

  private void assertTakenOver(int number) {
    assertTakenOverWithout(number);
    assertThat(flink.running()).containsExactly(ITS_JOB);
    assertThat(flink.requests()).isEmpty();
  }

  private void assertTakenOverWithout(int number) {
    var submission = scenario.current().submission().orElseThrow();
    assertThat(submission.number()).isEqualTo(number);
    assertThat(submission.jobId()).isEqualTo(ITS_JOB);
    assertThat(scenario.current().status().jobId()).isEqualTo(ITS_JOB);
    assertThat(scenario.current().hasOurFinalizer()).isTrue();
  }

  private ReferenceStatus reference(String mode) {
    scenario.job(JOB.formatted(mode));
    return new ReferenceStatus(scenario, mode);
  }
}
