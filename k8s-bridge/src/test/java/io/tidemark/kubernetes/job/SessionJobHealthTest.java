package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.kubernetes.fixture.ArgoCdHealth;
import io.tidemark.kubernetes.fixture.ArgoCdHealth.Status;
import io.tidemark.kubernetes.fixture.FluxHealth;
import io.tidemark.kubernetes.fixture.GitOpsFiles;
import io.tidemark.kubernetes.fixture.Yaml;
import io.tidemark.kubernetes.model.LifecycleState;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import io.tidemark.workflow.resource.EventReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The health checks of session jobs for Argo CD and Flux: in each state, and where the planner
 * itself has led.
 */
class SessionJobHealthTest extends SessionJobTestBase {
  private static final String NOT_YET = "Generation 2 is not carried out yet";

  @ParameterizedTest
  @EnumSource
  @DisplayName("each lifecycle state has its health in Argo CD and Flux")
  void eachLifecycle(LifecycleState lifecycle) {
    var job = job(lifecycle, "RUNNING", null);

    assertThat(GitOpsFiles.argoCd(job).status()).isEqualTo(inArgoCd(lifecycle));
    assertThat(GitOpsFiles.flux(job)).isEqualTo(inFlux(lifecycle));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROLLING_BACK")
  @DisplayName("an error is bad health in each lifecycle state, and is the message")
  void eachError(LifecycleState lifecycle) {
    var job = job(lifecycle, "RUNNING", "no known state");

    assertThat(GitOpsFiles.argoCd(job))
        .isEqualTo(new ArgoCdHealth(Status.Degraded, lifecycle + ": no known state"));
    assertThat(GitOpsFiles.flux(job)).isEqualTo(FluxHealth.FAILED);
  }

  @Test
  @DisplayName("a rollback is in progress until the last stable spec runs again")
  void rollingBack() {
    var job = job(LifecycleState.ROLLING_BACK, "RECONCILING", "no such class");

    assertThat(GitOpsFiles.argoCd(job).status()).isEqualTo(Status.Progressing);
    assertThat(GitOpsFiles.flux(job)).isEqualTo(FluxHealth.IN_PROGRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNNING", "FINISHED"})
  @DisplayName("a stable job that runs, or has finished, is healthy")
  void runs(String state) {
    assertHealth(
        job(LifecycleState.STABLE, state, null),
        new ArgoCdHealth(Status.Healthy, "The job is " + state + "."),
        FluxHealth.CURRENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INITIALIZING",
        "CREATED",
        "RECONCILING",
        "RESTARTING",
        "FAILING",
        "CANCELLING",
        "FAILED"
      })
  @DisplayName("a stable job whose tasks do not run now is in progress")
  void doesNotRunNow(String state) {
    assertHealth(
        job(LifecycleState.STABLE, state, null),
        new ArgoCdHealth(Status.Progressing, "STABLE; the job is " + state + "."),
        FluxHealth.IN_PROGRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELED", "SUSPENDED"})
  @DisplayName("a stable job that was ended in Flink is not healthy")
  void wasEnded(String state) {
    assertHealth(
        job(LifecycleState.STABLE, state, null),
        new ArgoCdHealth(
            Status.Degraded, "The job is " + state + " in Flink, and running by its spec."),
        FluxHealth.FAILED);
  }

  @Test
  @DisplayName("a resource without a status is in progress")
  void withoutStatus() {
    scenario.job(JOB.formatted("savepoint"));

    assertHealth(
        new ArgoCdHealth(Status.Progressing, "The job has no status yet."), FluxHealth.IN_PROGRESS);
  }

  @Test
  @DisplayName("a started job is healthy, and a change of its spec in progress")
  void startedAndChanged() {
    started("savepoint");
    assertHealth(new ArgoCdHealth(Status.Healthy, "The job is RUNNING."), FluxHealth.CURRENT);

    scenario.edit("{job: {parallelism: 2}}");
    assertHealth(new ArgoCdHealth(Status.Progressing, NOT_YET + "."), FluxHealth.IN_PROGRESS);

    scenario.run();
    assertHealth(new ArgoCdHealth(Status.Healthy, "The job is RUNNING."), FluxHealth.CURRENT);
  }

  @Test
  @DisplayName("a suspended job is suspended, also one that never ran")
  void suspended() {
    started("savepoint");
    scenario.edit("{job: {state: suspended}}").run();
    assertHealth(
        new ArgoCdHealth(Status.Suspended, "The job is suspended by its spec."),
        FluxHealth.CURRENT);
  }

  @Test
  @DisplayName("a job that is suspended at first sight is suspended in Argo CD; Flux waits for it")
  void neverStarted() {
    scenario.job("{jarURI: 'https://a/b.jar', state: suspended}");
    scenario.run();

    assertHealth(
        new ArgoCdHealth(Status.Suspended, "The job is suspended by its spec."),
        FluxHealth.IN_PROGRESS);
  }

  @Test
  @DisplayName("an invalid spec is bad health in Argo CD, before and after the first start")
  void invalid() {
    scenario.job("{jarURI: 'https://a/b.jar', parallelism: 0}");
    scenario.run();
    assertDegraded("FAILED: spec.job.parallelism");

    scenario.edit("{job: {parallelism: 1}}").run();
    scenario.edit("{job: {parallelism: 0}}").run();
    assertDegraded("Generation 3 is not carried out yet: spec.job.parallelism");
    assertThat(GitOpsFiles.flux(scenario.current().resource())).isEqualTo(FluxHealth.IN_PROGRESS);
  }

  @Test
  @DisplayName("a job whose change is held for a person is bad health in Argo CD")
  void held() {
    started("savepoint");
    flink.failStops(3);
    scenario.edit("{restartNonce: 1}");
    for (var tries = 0; tries < 3; tries++) {
      scenario.run();
      scenario.clock().pass(Duration.ofSeconds(40));
    }

    assertDegraded(NOT_YET + ": ", "checkpoint declined");
  }

  @Test
  @DisplayName("a job that waits for the person who asked for a hold is in progress")
  void heldByPerson() {
    started("savepoint");
    scenario.requests(new JobRequests("audit", false, null, false, false));
    scenario.edit("{restartNonce: 1}").run();

    assertHealth(new ArgoCdHealth(Status.Progressing, NOT_YET + "."), FluxHealth.IN_PROGRESS);
  }

  @Test
  @DisplayName("a jar that is refused is bad health in Argo CD")
  void refusedJar() {
    started("savepoint");
    flink.refuseJar(EventReason.JAR_INVALID);
    scenario.edit("{job: {parallelism: 2}}").run();

    assertDegraded(NOT_YET + ": ", "404");
  }

  @Test
  @DisplayName("a lost job that is held is bad health in both")
  void lost() {
    started("savepoint");
    flink.forget();
    scenario.run();

    assertDegraded("STABLE: Flink has lost job", "savepointRedeployNonce");
    assertThat(GitOpsFiles.flux(scenario.current().resource())).isEqualTo(FluxHealth.FAILED);
  }

  @Test
  @DisplayName("a rollback is bad health in both, until the next generation arrives")
  void rolledBack() {
    started("savepoint");
    flink.refuseSubmission(Outcome.REFUSED);
    scenario.edit("{job: {parallelism: 2}}").run();

    assertDegraded("ROLLED_BACK: Generation 2 was rolled back", "no such class");
    assertThat(GitOpsFiles.flux(scenario.current().resource())).isEqualTo(FluxHealth.FAILED);

    scenario.edit("{job: {parallelism: 3}}");
    assertThat(GitOpsFiles.argoCd(scenario.current().resource()).status())
        .isEqualTo(Status.Progressing);
  }

  @Test
  @DisplayName("a job that has failed, or did not start, is bad health in both")
  void failed() {
    scenario.job(JOB.formatted("savepoint"));
    flink.refuseSubmission(Outcome.REFUSED);
    scenario.run();
    assertDegraded("FAILED: ", "no such class");
    assertThat(GitOpsFiles.flux(scenario.current().resource())).isEqualTo(FluxHealth.FAILED);

    scenario.edit("{job: {parallelism: 2}}").run();
    flink.state(scenario.jobId(2), "FAILED");
    scenario.run();
    assertHealth(
        new ArgoCdHealth(Status.Degraded, "FAILED; the job is FAILED."), FluxHealth.FAILED);
  }

  @Test
  @DisplayName("a job that is being deleted is in progress, and says what it waits for")
  void deleted() {
    started("savepoint");
    scenario.delete();

    assertHealth(
        new ArgoCdHealth(
            Status.Progressing,
            "The job is being ended; the resource waits for tidemark.io/session-job."),
        FluxHealth.IN_PROGRESS);
  }

  @Test
  @DisplayName("the status that the Flink operator writes has the same health")
  void ofTheOperator() {
    scenario.job(JOB.formatted("savepoint"));
    operatorWrote("CREATED").unknownFirst().write();
    assertHealth(
        new ArgoCdHealth(Status.Progressing, "CREATED; the job is CREATED."),
        FluxHealth.IN_PROGRESS);

    operatorWrote("RECONCILING").upgrading("suspended", false).write();
    assertHealth(
        new ArgoCdHealth(Status.Progressing, "UPGRADING; the job is RECONCILING."),
        FluxHealth.IN_PROGRESS);

    operatorWrote("RUNNING").deployed("running", true).write();
    assertHealth(new ArgoCdHealth(Status.Healthy, "The job is RUNNING."), FluxHealth.CURRENT);
  }

  private ReferenceStatus operatorWrote(String state) {
    return new ReferenceStatus(scenario, "savepoint").jobStatus("ab", state, null);
  }

  private void assertDegraded(String begin, String... parts) {
    var health = GitOpsFiles.argoCd(scenario.current().resource());

    assertThat(health.status()).isEqualTo(Status.Degraded);
    assertThat(health.message()).startsWith(begin);
    assertThat(parts).allSatisfy(part -> assertThat(health.message()).contains(part));
  }

  private void assertHealth(ArgoCdHealth argoCd, FluxHealth flux) {
    assertHealth(scenario.current().resource(), argoCd, flux);
  }

  private static void assertHealth(Object job, ArgoCdHealth argoCd, FluxHealth flux) {
    assertThat(GitOpsFiles.argoCd(job)).isEqualTo(argoCd);
    assertThat(GitOpsFiles.flux(job)).isEqualTo(flux);
  }

  /** Returns a resource of generation 1, which is carried out. */
  private static ObjectNode job(LifecycleState lifecycle, String state, @Nullable String error) {
    var job =
        Yaml.read(
            "{apiVersion: flink.apache.org/v1beta1, kind: FlinkSessionJob, metadata: {name: orders, generation: 1}, spec: {job: {state: running}}, status: {observedGeneration: 1, lifecycleState: %s, jobStatus: {state: %s}}}"
                .formatted(lifecycle, state),
            ObjectNode.class);
    if (error != null) {
      job.withObject("/status").put("error", error);
    }
    return job;
  }

  private static Status inArgoCd(LifecycleState lifecycle) {
    return switch (lifecycle) {
      case CREATED, UPGRADING, DEPLOYED, ROLLING_BACK, DELETING, DELETED -> Status.Progressing;
      case SUSPENDED -> Status.Suspended;
      case STABLE -> Status.Healthy;
      case ROLLED_BACK, FAILED -> Status.Degraded;
    };
  }

  private static FluxHealth inFlux(LifecycleState lifecycle) {
    return switch (lifecycle) {
      case CREATED, UPGRADING, DEPLOYED, ROLLING_BACK, DELETING, DELETED -> FluxHealth.IN_PROGRESS;
      case SUSPENDED, STABLE -> FluxHealth.CURRENT;
      case ROLLED_BACK, FAILED -> FluxHealth.FAILED;
    };
  }
}
