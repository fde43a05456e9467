package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision.Done;
import io.tidemark.workflow.job.JobDecision.Wait;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import io.tidemark.workflow.resource.EventReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionJobFailureTest extends SessionJobTestBase {
  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"REFUSED", "RESTORE_REFUSED"})
  @DisplayName("U7 a refused start is rolled back to the last stable spec, from the same path")
  void rollBack(Outcome refusal) {
    started("savepoint");
    flink.refuseSubmission(refusal);

    var end = scenario.edit("{job: {parallelism: 2}}").run();

    assertOutcome(end, ChangeOutcome.ROLLED_BACK);
    assertThat(scenario.lifecycle()).isEqualTo("ROLLED_BACK");
    assertThat(flink.running()).containsExactly(scenario.jobId(3));
    assertThat(flink.restored(scenario.jobId(3))).isEqualTo("s3://savepoints/savepoint-1");
    assertThat(flink.jars()).isEmpty();
    assertThat(scenario.message("RolledBack")).contains("no such class");
    assertThat(scenario.current().status().error()).contains("no such class");
    var version = scenario.current().version();
    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);
    assertThat(scenario.current().version()).isEqualTo(version);

    assertOutcome(scenario.edit("{job: {parallelism: 3}}").run(), ChangeOutcome.UPGRADED);
    assertThat(scenario.current().status().error()).isNull();
  }

  @Test
  @DisplayName("U7 a rollback to a spec that was upgraded to says why, as often as it is asked")
  void rollBackOfAnUpgrade() {
    started("savepoint");
    scenario.edit("{job: {parallelism: 2}}").run();
    flink.refuseSubmission(Outcome.RESTORE_REFUSED);

    var end = scenario.edit("{job: {parallelism: 3}}").run();

    assertOutcome(end, ChangeOutcome.ROLLED_BACK);
    assertThat(((Done) end).message()).contains("Generation 3 was rolled back", "no such class");
    var again = scenario.run();
    assertOutcome(again, ChangeOutcome.UNCHANGED);
    assertThat(((Done) again).message()).contains("Generation 3 was rolled back");
  }

  @Test
  @DisplayName("U7 a first start that is refused has StartFailed, and the next generation is tried")
  void firstStartRefused() {
    scenario.job(JOB.formatted("savepoint"));
    flink.refuseSubmission(Outcome.REFUSED);

    assertOutcome(scenario.run(), ChangeOutcome.FAILED);
    assertThat(scenario.lifecycle()).isEqualTo("FAILED");
    assertThat(scenario.events()).containsExactly("StartFailed");
    assertOutcome(scenario.run(), ChangeOutcome.FAILED);

    assertOutcome(scenario.edit("{job: {parallelism: 2}}").run(), ChangeOutcome.STARTED);
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
  }

  @Test
  @DisplayName("U7 a job that does not get ready is rolled back only with the key")
  void unready() {
    started("savepoint");
    scenario.edit(
        "{job: {parallelism: 2}, flinkConfiguration: {kubernetes.operator.deployment.rollback.enabled: 'true'}}");
    var end = scenario.run(step -> becomesUnready());
    assertOutcome(end, ChangeOutcome.ROLLED_BACK);
    assertThat(flink.running()).containsExactly(scenario.jobId(3));
  }

  @Test
  @DisplayName("U7 a jar that is refused leaves the running job alone, and is not fetched again")
  void jarRefused() {
    started("savepoint");
    flink.refuseJar(EventReason.JAR_INVALID);

    assertOutcome(scenario.edit("{job: {parallelism: 2}}").run(), ChangeOutcome.INVALID);
    assertOutcome(scenario.run(), ChangeOutcome.INVALID);

    assertThat(flink.requests()).containsExactly("upload DESIRED");
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(scenario.message("JarInvalid")).contains("404");
    assertThat(scenario.current().status().error()).contains("404");
    assertOutcome(scenario.edit("{job: {parallelism: 3}}").run(), ChangeOutcome.UPGRADED);
  }

  @Test
  @DisplayName("U7 an edit that is taken back deletes the uploaded jar")
  void takenBack() {
    started("savepoint");
    flink.savepointRunning(true);
    scenario.edit("{job: {parallelism: 2}}").run();
    flink.savepointRunning(false);

    assertOutcome(scenario.edit("{job: {parallelism: 1}}").run(), ChangeOutcome.UNCHANGED);

    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(flink.jars()).isEmpty();
  }

  @Test
  @DisplayName("U10 a lost stateless job is started again under a new number")
  void lostStateless() {
    started("stateless");
    flink.forget();

    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(scenario.events()).contains("JobLost");
  }

  @Test
  @DisplayName("U10 a lost job with state is held, until useState names the path")
  void lostWithState() {
    started("savepoint");
    flink.forget();

    assertThat(scenario.run()).isInstanceOf(Wait.class);
    assertThat(flink.running()).isEmpty();
    assertThat(scenario.events()).contains("JobLost");
    assertThat(scenario.current().status().error()).contains("savepointRedeployNonce");

    scenario.requests(new JobRequests(null, false, "s3://a/chosen", false, false)).run();

    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://a/chosen");
  }

  @Test
  @DisplayName("U10 a job that is lost while its stop is held is reported")
  void lostWhileHeld() {
    started("savepoint");
    flink.failStops(3);
    scenario.edit("{restartNonce: 1}");
    for (var tries = 0; tries < 3; tries++) {
      scenario.run();
      scenario.clock().pass(Duration.ofSeconds(40));
    }
    assertThat(scenario.events()).contains("UpgradeFailed").doesNotContain("JobLost");
    flink.forget();

    assertThat(scenario.run()).isInstanceOf(Wait.class);

    assertThat(scenario.events()).contains("JobLost");
    assertThat(scenario.current().status().error()).contains("Flink has lost job");
  }

  @Test
  @DisplayName("U10 a job that is lost after a change was refused is reported")
  void lostAfterRefusal() {
    started("savepoint");
    flink.refuseJar(EventReason.JAR_INVALID);
    assertOutcome(scenario.edit("{jarURI: 'https://a/c.jar'}").run(), ChangeOutcome.INVALID);
    flink.forget();

    assertThat(scenario.run()).isInstanceOf(Wait.class);

    assertThat(scenario.events()).contains("JobLost");
    assertThat(scenario.current().status().error()).contains("Flink has lost job");
  }

  @Test
  @DisplayName("U10 U11 a job that is lost while its spec is invalid is reported, and then held")
  void lostWhileInvalid() {
    started("savepoint");
    assertOutcome(scenario.edit("{job: {parallelism: 0}}").run(), ChangeOutcome.INVALID);
    assertThat(scenario.events()).contains("ValidationError").doesNotContain("JobLost");
    flink.forget();

    assertOutcome(scenario.run(), ChangeOutcome.INVALID);
    assertOutcome(scenario.run(), ChangeOutcome.INVALID);

    assertThat(scenario.events()).containsOnlyOnce("JobLost");
    assertThat(scenario.current().status().error())
        .contains("Flink has lost job", "spec.job.parallelism is 0");
    assertThat(scenario.edit("{job: {parallelism: 2}}").run()).isInstanceOf(Wait.class);
  }

  @Test
  @DisplayName("U10 a lost job that was last seen running more than an hour ago is held")
  void lostLongAgo() {
    started("stateless");
    flink.forget();
    scenario.lastSeenRunning(scenario.clock().instant().minus(Duration.ofMinutes(61)));

    assertThat(scenario.run()).isInstanceOf(Wait.class);
    assertThat(flink.running()).isEmpty();
    assertThat(scenario.events()).contains("JobLost");
    assertThat(scenario.current().status().error()).contains("may have ended", "restartNonce");

    scenario.edit("{restartNonce: 1}").run();
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
  }

  @Test
  @DisplayName("U10 a lost stateless job that was last seen less than an hour ago is started again")
  void lostLately() {
    started("stateless");
    flink.forget();
    scenario.lastSeenRunning(scenario.clock().instant().minus(Duration.ofMinutes(59)));

    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
  }

  @Test
  @DisplayName("U7 a refused restore on Flink 2.3 with HA names the file to remove")
  void jobManagerWillNotRestart() {
    flink.highlyAvailable("s3://ha/job-result-store/c");
    scenario.job("{jarURI: 'https://a/b.jar', initialSavepointPath: 's3://a/none'}");
    flink.refuseSubmission(Outcome.RESTORE_REFUSED);

    assertOutcome(scenario.run(), ChangeOutcome.FAILED);

    assertThat(scenario.events())
        .containsExactly("JobManagerWillNotRestart", "PathUnverified", "StartFailed");
    assertThat(scenario.message("JobManagerWillNotRestart"))
        .contains(
            "s3://ha/job-result-store/c/%s_DIRTY.json".formatted(scenario.jobId(1)), "session");
    assertThat(scenario.message("PathUnverified")).contains("s3://a/none");
  }

  @Test
  @DisplayName("U10 a failed job is left, or started again with job.restart.failed")
  void failed() {
    started("savepoint");
    flink.checkpoint(scenario.jobId(1), "s3://checkpoints/chk-3");
    flink.state(scenario.jobId(1), "FAILED");

    assertOutcome(scenario.run(), ChangeOutcome.FAILED);
    assertThat(scenario.lifecycle()).isEqualTo("FAILED");

    scenario.edit("{flinkConfiguration: {kubernetes.operator.job.restart.failed: 'true'}}").run();
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://checkpoints/chk-3");
  }

  @Test
  @DisplayName("U7 the signal rollBack cancels the new job before the old spec is started")
  void rollBackBySignal() {
    started("savepoint");
    scenario.requests(new JobRequests(null, true, null, false, false));
    flink.ready(true);

    var end = scenario.edit("{job: {parallelism: 2}}").run(step -> becomesUnready());

    assertOutcome(end, ChangeOutcome.ROLLED_BACK);
    assertThat(flink.running()).containsExactly(scenario.jobId(3));
  }

  /** Makes only the second job unready. */
  private boolean becomesUnready() {
    var second = flink.running().equals(List.of(scenario.jobId(2)));
    flink.ready(!second);
    if (second) {
      scenario.clock().pass(Duration.ofMinutes(3));
    }
    return false;
  }
}
