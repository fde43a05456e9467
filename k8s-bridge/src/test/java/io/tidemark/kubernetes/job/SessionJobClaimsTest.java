package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision.Wait;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionJobClaimsTest extends SessionJobTestBase {
  @Test
  @DisplayName("U2 U4 a first start uploads the jar, submits once and blindly, and deletes the jar")
  void firstStart() {
    scenario.job(JOB.formatted("savepoint"));

    var end = scenario.run();

    assertOutcome(end, ChangeOutcome.STARTED);
    assertThat(flink.requests())
        .containsExactly(
            "upload DESIRED", "submit " + scenario.jobId(1) + " blind", "delete jar-1");
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(flink.jars()).isEmpty();
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(scenario.current().hasOurFinalizer()).isTrue();
    assertThat(scenario.events()).containsExactly("JobStarted");
  }

  @Test
  @DisplayName("U5 a run of a job that is as it should be writes nothing")
  void secondRun() {
    started("savepoint");
    var before = scenario.current().version();

    var end = scenario.run();

    assertOutcome(end, ChangeOutcome.UNCHANGED);
    assertThat(scenario.current().version()).isEqualTo(before);
    assertThat(flink.requests()).isEmpty();
  }

  @Test
  @DisplayName("U2 the job starts from initialSavepointPath, which is in the status before")
  void initialSavepointPath() {
    scenario.job("{jarURI: 'https://a/b.jar', initialSavepointPath: 's3://a/sp'}");

    scenario.run();

    assertThat(flink.restored(scenario.jobId(1))).isEqualTo("s3://a/sp");
    assertThat(scenario.current().status().upgradeSavepointPath()).isEqualTo("s3://a/sp");
  }

  @Test
  @DisplayName("U2 a job that is suspended at first sight is CREATED, and nothing is done")
  void suspendedAtFirst() {
    scenario.job("{jarURI: 'https://a/b.jar', state: suspended}");

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);

    assertThat(scenario.lifecycle()).isEqualTo("CREATED");
    assertThat(flink.requests()).isEmpty();
  }

  @Test
  @DisplayName("U9 suspend keeps the state and the job id, resume continues from it")
  void suspendAndResume() {
    started("savepoint");

    var suspended = scenario.edit("{job: {state: suspended}}").run();

    assertOutcome(suspended, ChangeOutcome.SUSPENDED);
    assertThat(scenario.lifecycle()).isEqualTo("SUSPENDED");
    assertThat(scenario.current().status().jobId()).isEqualTo(scenario.jobId(1));
    assertThat(scenario.snapshots()).hasSize(1);
    assertThat(flink.running()).isEmpty();

    var resumed = scenario.edit("{job: {state: running}}").run();

    assertOutcome(resumed, ChangeOutcome.STARTED);
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://savepoints/savepoint-1");
  }

  @Test
  @DisplayName("U9 a new savepointRedeployNonce cancels, and starts from initialSavepointPath")
  void redeploy() {
    started("savepoint");

    scenario.edit("{job: {savepointRedeployNonce: 1, initialSavepointPath: 's3://a/other'}}").run();

    assertThat(flink.requests()).contains("cancel " + scenario.jobId(1));
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://a/other");
  }

  @Test
  @DisplayName("U9 a change waits for a savepoint in progress, and no longer than the deadline")
  void savepointInProgress() {
    started("savepoint");
    flink.savepointRunning(true);

    assertThat(scenario.edit("{restartNonce: 1}").run()).isInstanceOf(Wait.class);
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    scenario.clock().pass(Duration.ofMinutes(11));
    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
  }

  @Test
  @DisplayName("U9 a deleted resource has its job cancelled, and goes")
  void deletion() {
    started("savepoint");
    var id = scenario.jobId(1);

    var end = scenario.delete().run();

    assertOutcome(end, ChangeOutcome.GONE, ChangeOutcome.ENDED);
    assertThat(flink.requests()).contains("cancel " + id);
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("U9 with job.savepoint-on-deletion the job is stopped, with one snapshot")
  void savepointOnDeletion() {
    started("savepoint");
    scenario.edit("{flinkConfiguration: {kubernetes.operator.job.savepoint-on-deletion: 'true'}}");

    scenario.delete().run();

    assertThat(scenario.exists()).isFalse();
    assertThat(scenario.snapshots()).hasSize(1);
    assertThat(flink.running()).isEmpty();
  }

  @Test
  @DisplayName("U9 after the deadline the resource goes, and JobLeftRunning names the job")
  void deletionDeadline() {
    started("savepoint");
    var id = scenario.jobId(1);
    scenario.delete();
    scenario.clock().pass(Duration.ofMinutes(11));

    scenario.run();

    assertThat(scenario.exists()).isFalse();
    assertThat(scenario.message("JobLeftRunning")).contains(id, "session");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{job: {parallelism: 0}}|spec.job.parallelism is 0",
        "{job: {jarURI: null}}|spec.job.jarURI or spec.job.entryClass is needed",
        "{deploymentName: other}|cannot be changed from 'session'",
        "{job: {upgradeMode: never}}|spec.job.upgradeMode is 'never'",
        "{job: {savepointRedeployNonce: 3}}|initialSavepointPath is missing",
        "{flinkConfiguration: {$internal.pipeline.job-id: '1'}}|$internal.pipeline.job-id",
        "{flinkConfiguration: {execution.state-recovery.claim-mode: CLAIM}}|claim-mode is 'CLAIM'"
      })
  @DisplayName("U11 bad input names field and value, once, and what runs continues")
  void badInput(String spec, String text) {
    started("savepoint");

    assertOutcome(scenario.edit(spec).run(), ChangeOutcome.INVALID);
    assertOutcome(scenario.run(), ChangeOutcome.INVALID);

    assertThat(scenario.message("ValidationError")).contains(text);
    assertThat(scenario.current().status().error()).contains(text);
    assertThat(flink.requests()).isEmpty();
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
  }

  @Test
  @DisplayName(
      "U11 a submission that cannot be read stops everything, and its removal lets it continue")
  void unreadableSubmission() {
    started("savepoint");
    scenario.annotate(Submission.ANNOTATION, "{broken");

    assertOutcome(scenario.run(), ChangeOutcome.INVALID);
    assertThat(scenario.events()).contains("SubmissionUnreadable");

    scenario.annotate(Submission.ANNOTATION, null).edit("{restartNonce: 1}").run();
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
  }

  @Test
  @DisplayName("U4 U9 the job of another system is taken over under its id, and ended with us")
  void takenOver() {
    started("savepoint");
    scenario.annotate(Submission.ANNOTATION, null);

    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);
    assertThat(scenario.current().submission().orElseThrow().jobId()).isEqualTo(scenario.jobId(1));
    scenario.delete().run();

    assertThat(flink.running()).isEmpty();
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("U9 a stop whose edit is taken back is followed by a start all the same")
  void takenBackDuringTheStop() {
    started("savepoint");
    scenario.edit("{restartNonce: 1}");
    var sent = new boolean[1];

    var end =
        scenario.run(
            step -> {
              if (!sent[0] && flink.running().isEmpty()) {
                sent[0] = true;
                scenario.edit("{restartNonce: null}");
              }
              return false;
            });

    assertOutcome(end, ChangeOutcome.UPGRADED);
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://savepoints/savepoint-1");
  }
}
