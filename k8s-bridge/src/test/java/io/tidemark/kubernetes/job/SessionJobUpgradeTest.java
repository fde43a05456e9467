package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.FlinkReport;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobDecision.Done;
import io.tidemark.workflow.job.JobDecision.Wait;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.job.SubmissionResult;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionJobUpgradeTest extends SessionJobTestBase {
  @Test
  @DisplayName("U1 U8 a savepoint upgrade: jar, stop, one snapshot, start from its path")
  void savepointUpgrade() {
    started("savepoint");

    var end = scenario.edit("{job: {parallelism: 2}}").run();

    assertOutcome(end, ChangeOutcome.UPGRADED);
    assertThat(flink.requests())
        .containsExactly(
            "upload DESIRED",
            "stop " + scenario.jobId(1) + " blind",
            "submit " + scenario.jobId(2) + " blind",
            "delete jar-2");
    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://savepoints/savepoint-1");
    assertThat(scenario.snapshots()).hasSize(1).containsValue("s3://savepoints/savepoint-1");
    assertThat(scenario.snapshots().keySet())
        .allMatch(it -> it.startsWith("orders-savepoint-upgrade-"));
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(scenario.events()).containsExactly("JobStarted", "JobStarted", "JobStopped");
  }

  @Test
  @DisplayName("U8 L1 in legacy mode each stop is one entry of the history, also through crashes")
  void legacyMode() {
    started("savepoint");
    scenario.edit("{flinkConfiguration: {kubernetes.operator.snapshot.resource.enabled: false}}");
    for (var step = 0; step < 8; step++) {
      var at = step;
      scenario.edit("{job: {parallelism: " + (step + 2) + "}}");

      assertThat(scenario.run(number -> number == at)).isInstanceOf(Done.class);

      var info = scenario.current().savepointInfo();
      assertThat(info.savepointHistory())
          .hasSize(step + 1)
          .allSatisfy(entry -> assertThat(entry.triggerType()).isEqualTo("UPGRADE"));
      assertThat(info.lastSavepoint()).isEqualTo(info.savepointHistory().get(step));
      assertThat(info.lastSavepoint().location()).isEqualTo(flink.restored(flink.running().get(0)));
    }
    assertThat(scenario.snapshots()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"savepoint", "last-state", "stateless"})
  @DisplayName("U5 an upgrade whose worker dies after any step ends as it would have without")
  void crashAfterAnyStep(String mode) {
    started(mode);
    flink.checkpoint(scenario.jobId(1), "s3://checkpoints/1/chk-7");
    for (var step = 0; step < 12; step++) {
      var at = step;
      var old = flink.running().get(0);
      flink.checkpoint(old, "s3://checkpoints/" + old + "/chk-7");
      scenario.edit("{job: {parallelism: " + (step + 2) + "}}");

      var end = scenario.run(number -> number == at);

      assertThat(end).isInstanceOf(Done.class);
      assertThat(flink.running()).hasSize(1).doesNotContain(old);
      assertThat(scenario.lifecycle()).isEqualTo("STABLE");
      assertThat(scenario.current().status().observedGeneration())
          .isEqualTo(scenario.current().generation());
      assertThat(scenario.snapshots()).hasSize(mode.equals("savepoint") ? step + 1 : 0);
      if (!mode.equals("stateless")) {
        assertThat(flink.restored(flink.running().get(0))).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"savepoint", "stateless"})
  @DisplayName("U4 U5 an upgrade whose writes fail anywhere doubles nothing and loses nothing")
  void writesThatFail(String mode) {
    started(mode);
    for (var write = 1; write <= 8; write++) {
      var old = flink.running().get(0);
      scenario.edit("{job: {parallelism: " + (write + 2) + "}}");
      var status = write % 2 == 0 ? JobScenario.PATH + "/status" : JobScenario.PATH;
      scenario.api().refusePatch(status, 500);

      JobDecision end = null;
      while (end == null) {
        end = unlessItFails();
      }

      assertThat(flink.running()).hasSize(1).doesNotContain(old);
      assertThat(scenario.lifecycle()).isEqualTo("STABLE");
      assertThat(scenario.snapshots()).hasSize(mode.equals("savepoint") ? write : 0);
    }
  }

  @Test
  @DisplayName("U6 last-state cancels only what survives, and continues from the newest checkpoint")
  void lastState() {
    started("last-state");
    flink.checkpoint(scenario.jobId(1), "s3://checkpoints/chk-7");

    assertOutcome(scenario.edit("{restartNonce: 1}").run(), ChangeOutcome.UPGRADED);

    assertThat(flink.requests()).contains("cancel " + scenario.jobId(1));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://checkpoints/chk-7");
    assertThat(scenario.snapshots()).isEmpty();
  }

  @Test
  @DisplayName("U6 a job whose checkpoints a cancel would remove is not cancelled")
  void checkpointsThatDoNotSurvive() {
    started("last-state");
    flink.checkpoint(scenario.jobId(1), "s3://checkpoints/chk-7");
    flink.keepsCheckpoints(false);

    var wait = scenario.edit("{restartNonce: 1}").run();

    assertThat(wait).isInstanceOf(Wait.class);
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(scenario.events()).contains("UpgradeBlocked");
    assertThat(scenario.current().status().error()).contains("do not survive a cancel");
  }

  @Test
  @DisplayName("U6 a stateless start clears upgradeSavepointPath")
  void stateless() {
    scenario.job(
        "{jarURI: 'https://a/b.jar', initialSavepointPath: 's3://a/sp', upgradeMode: stateless}");
    scenario.run();

    scenario.edit("{restartNonce: 1}").run();

    assertThat(flink.restored(scenario.jobId(2))).isNull();
    assertThat(scenario.current().status().upgradeSavepointPath()).isNull();
  }

  @Test
  @DisplayName("U1 a stop is tried three times, then UpgradeFailed, and retryNow tries again")
  void stopThatFails() {
    started("savepoint");
    flink.failStops(3);
    scenario.edit("{restartNonce: 1}");

    for (var tries = 0; tries < 3; tries++) {
      assertThat(scenario.run()).isInstanceOf(Wait.class);
      assertThat(flink.running()).containsExactly(scenario.jobId(1));
      scenario.clock().pass(Duration.ofSeconds(40));
    }

    assertThat(scenario.events()).contains("UpgradeFailed");
    assertThat(scenario.current().status().error()).contains("checkpoint declined");
    assertThat(scenario.run()).isInstanceOf(Wait.class);
    scenario.requests(new JobRequests(null, false, null, false, false, true));
    assertOutcome(scenario.run(), ChangeOutcome.UPGRADED);
  }

  @Test
  @DisplayName("U6 a job that may only be stopped with a savepoint is waited for until it is ready")
  void waitsUntilReady() {
    started("savepoint");
    flink.ready(false);
    scenario.edit(
        "{restartNonce: 1, flinkConfiguration: {kubernetes.operator.job.upgrade.last-state-fallback.enabled: 'false'}}");

    var end =
        scenario.run(
            step -> {
              flink.ready(step > 5);
              return false;
            });

    assertOutcome(end, ChangeOutcome.UPGRADED);
    assertThat(flink.requests()).contains("stop " + scenario.jobId(1) + " blind");
  }

  @Test
  @DisplayName(
      "U4 a submission whose spec in the status was edited is written again before it is sent")
  void editedStatus() {
    started("savepoint");
    scenario.edit("{job: {parallelism: 2}}");
    var sent = submission(null);
    new JobStore(scenario.client())
        .patchStatus(scenario.id(), scenario.current().version(), Map.of("observedGeneration", 0));

    var repeated =
        submission(
            new SubmissionResult(scenario.jobId(2), SubmissionResult.Outcome.OUTDATED, null));

    assertThat(repeated.request().job()).isEqualTo(sent.request().job());
    assertThat(scenario.current().status().observedGeneration()).isEqualTo(2);
  }

  /** Returns the next submission, after the steps before it. */
  private JobDecision.Submit submission(@Nullable FlinkReport first) {
    var report = first;
    for (var step = 0; step < 20; step++) {
      var decision = scenario.claim(report).decision();
      if (decision instanceof JobDecision.Submit submission) {
        return submission;
      }
      report = decision.accept(flink).orElse(null);
    }
    throw new AssertionError("nothing is submitted");
  }

  @Test
  @DisplayName("U5 a hold stops before the next irreversible step")
  void hold() {
    started("savepoint");
    scenario.requests(new JobRequests("audit", false, null, false, false));

    assertThat(scenario.edit("{restartNonce: 1}").run()).isInstanceOf(Wait.class);

    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    scenario.requests(JobRequests.NONE);
    assertOutcome(scenario.run(), ChangeOutcome.UPGRADED);
  }

  private JobDecision unlessItFails() {
    try {
      return scenario.run();
    } catch (io.fabric8.kubernetes.client.KubernetesClientException failed) {
      return null;
    }
  }
}
