package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import io.tidemark.workflow.resource.EventReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionJobInterruptionTest extends SessionJobTestBase {
  private static final String SAVEPOINT = "s3://savepoints/savepoint-1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "savepoint | {job: {parallelism: 0}}",
        "savepoint | {job: {upgradeMode: never}}",
        "savepoint | {deploymentName: other}",
        "savepoint | {flinkConfiguration: {kubernetes.operator.savepoint.format.type: raw}}",
        "last-state | {job: {parallelism: 0}}",
        "last-state | {job: {upgradeMode: never}}"
      })
  @DisplayName("U6 U11 a spec that becomes invalid during a stop does not lose the stop's state")
  void invalidDuringStop(String mode, String edit) {
    started(mode);
    flink.checkpoint(scenario.jobId(1), SAVEPOINT);
    scenario.edit("{job: {parallelism: 2}}");

    var end = runWithOnce(() -> !flink.running().isEmpty() && isStopping(), edit);
    flink.forget();

    assertOutcome(end, ChangeOutcome.INVALID);
    assertThat(scenario.current().status().upgradeSavepointPath()).isEqualTo(SAVEPOINT);
    assertThat(scenario.events()).contains("ValidationError");
    scenario.edit(
        "{deploymentName: session, flinkConfiguration: null, job: {parallelism: 3, upgradeMode: "
            + mode
            + "}}");
    assertOutcome(scenario.run(), ChangeOutcome.UPGRADED);
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo(SAVEPOINT);
    assertThat(scenario.snapshots()).hasSize(mode.equals("savepoint") ? 1 : 0);
  }

  private boolean isStopping() {
    return scenario.current().stop().filter(StopAttempt::underWay).isPresent();
  }

  /** Runs the workflow; its worker dies at the first step of that kind, and the spec is edited. */
  private JobDecision runWithOnce(BooleanSupplier condition, String edit) {
    var edited = new AtomicBoolean();
    var before = new AtomicBoolean();
    return scenario.run(
        step -> {
          var now = before.getAndSet(condition.getAsBoolean()) || isStopping();
          if (now && edited.compareAndSet(false, true)) {
            scenario.edit(edit);
            return true;
          }
          return false;
        });
  }

  @Test
  @DisplayName("U9 U11 a job whose deploymentName was edited is ended on its own cluster")
  void endedOnItsOwnCluster() {
    started("savepoint");
    scenario.api().put(Jobs.deployment("other", "{}", "{}"));
    assertOutcome(scenario.edit("{deploymentName: other}").run(), ChangeOutcome.INVALID);

    var decision = scenario.delete().claim(null).decision();

    assertThat(((JobDecision.Look) decision).job().cluster()).isEqualTo("session");
  }

  @Test
  @DisplayName("U7 a rollback whose jar is gone ends as StartFailed, and the next spec is started")
  void rollbackWithoutJar() {
    started("savepoint");
    flink.refuseSubmission(Outcome.REFUSED);
    var refused = new AtomicBoolean();
    scenario.edit("{job: {parallelism: 2}}");

    var end =
        scenario.run(
            step -> {
              if (isRefused() && refused.compareAndSet(false, true)) {
                flink.refuseJar(EventReason.JAR_INVALID);
              }
              return false;
            });

    assertOutcome(end, ChangeOutcome.FAILED);
    assertThat(scenario.lifecycle()).isEqualTo("FAILED");
    assertThat(scenario.current().status().error()).contains("no such class", "404");
    assertThat(scenario.events())
        .contains("StartFailed", "JarInvalid")
        .doesNotContain("RolledBack");
    assertOutcome(scenario.run(), ChangeOutcome.FAILED);
    assertOutcome(scenario.edit("{job: {parallelism: 3}}").run(), ChangeOutcome.STARTED);
    assertThat(flink.restored(scenario.jobId(3))).isEqualTo(SAVEPOINT);
    assertThat(flink.jars()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///savepoints/a", "s3://savepoints/a/", "s3://savepoints/a/_metadata"})
  @DisplayName("U2 a path that Flink writes in another way is not another path")
  void sameRestoredPath(String path) {
    scenario.job(
        "{jarURI: 'https://a/b.jar', upgradeMode: savepoint, initialSavepointPath: '%s'}"
            .formatted(path));

    assertOutcome(scenario.run(), ChangeOutcome.STARTED);

    assertThat(scenario.events()).containsExactly("JobStarted");
  }

  @Test
  @DisplayName("U1 U6 a job that restarts before its first checkpoint is stopped once it is ready")
  void restartsBeforeItsFirstCheckpoint() {
    started("savepoint");
    flink.ready(false);

    var wait = (JobDecision.Wait) scenario.edit("{job: {parallelism: 2}}").run();
    flink.ready(true);

    assertThat(wait.reason()).contains("no completed checkpoint");
    assertThat(wait.longest()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertOutcome(scenario.run(), ChangeOutcome.UPGRADED);
    assertThat(scenario.current().status().error()).isNull();
  }

  private boolean isRefused() {
    return scenario.current().submission().filter(it -> it.refusal() != null).isPresent();
  }
}
