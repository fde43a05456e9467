package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobDecision;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StateKeepingTest extends SessionJobTestBase {
  @Test
  @DisplayName("U11 savepoint mode without a savepoint directory is refused before the first start")
  void noDirectoryAtFirst() {
    flink.savepointDirectory("");
    scenario.job(JOB.formatted("savepoint"));

    assertOutcome(scenario.run(), ChangeOutcome.INVALID);
    assertOutcome(scenario.run(), ChangeOutcome.INVALID);

    assertThat(flink.requests()).isEmpty();
    assertThat(scenario.message("ValidationError"))
        .contains("spec.job.upgradeMode is 'savepoint'", "of the job", "FlinkDeployment session");

    scenario.edit("{flinkConfiguration: {state.savepoints.dir: 's3://mine'}}").run();
    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(scenario.current().status().error()).isNull();
  }

  @Test
  @DisplayName("U11 savepoint mode without a directory is refused at once, and what runs continues")
  void noDirectoryLater() {
    started("stateless");
    flink.savepointDirectory("");

    assertOutcome(scenario.edit("{job: {upgradeMode: savepoint}}").run(), ChangeOutcome.INVALID);
    assertThat(scenario.current().status().error()).contains("no savepoint directory");
    assertOutcome(scenario.edit("{job: {parallelism: 2}}").run(), ChangeOutcome.INVALID);
    assertOutcome(scenario.edit("{job: {state: suspended}}").run(), ChangeOutcome.INVALID);

    assertThat(flink.requests()).isEmpty();
    assertThat(flink.running()).containsExactly(scenario.jobId(1));

    flink.savepointDirectory("s3://savepoints");
    assertOutcome(scenario.edit("{job: {state: running}}").run(), ChangeOutcome.UPGRADED);
    assertThat(scenario.current().status().error()).isNull();
  }

  @Test
  @DisplayName("U11 last-state is refused at once if a cancel discards checkpoints")
  void checkpointsDiscarded() {
    flink.keepsCheckpoints(false);

    started("last-state");

    assertThat(flink.running()).containsExactly(scenario.jobId(1));
    assertThat(scenario.lifecycle()).isEqualTo("STABLE");
    assertThat(scenario.current().status().error())
        .contains("spec.job.upgradeMode is 'last-state'", "RETAIN_ON_CANCELLATION");
    assertThat(scenario.events()).containsExactly("JobStarted", "ValidationError");
    var version = scenario.current().version();
    assertOutcome(scenario.run(), ChangeOutcome.INVALID);
    assertThat(scenario.current().version()).isEqualTo(version);

    flink.keepsCheckpoints(true);
    assertOutcome(scenario.run(), ChangeOutcome.UNCHANGED);
    assertThat(scenario.current().status().error()).isNull();
  }

  @Test
  @DisplayName("U11 last-state with a configuration that discards checkpoints is not started")
  void discardedByConfiguration() {
    scenario.job(JOB.formatted("last-state"));
    scenario.edit(
        "{flinkConfiguration: {execution.checkpointing.externalized-checkpoint-retention: DELETE_ON_CANCELLATION}}");

    assertOutcome(scenario.run(), ChangeOutcome.INVALID);

    assertThat(flink.requests()).isEmpty();
    assertThat(scenario.message("ValidationError")).contains("DELETE_ON_CANCELLATION");
  }

  @Test
  @DisplayName("U11 a path that a COMPLETED snapshot names is verified")
  void verifiedPath() {
    flink.highlyAvailable("s3://ha/job-result-store/c");
    scenario
        .api()
        .put(
            SnapshotDraft.savepoint()
                .status("{state: COMPLETED, path: 's3://a/sp'}")
                .labelled()
                .resource());
    scenario.job("{jarURI: 'https://a/b.jar', initialSavepointPath: 's3://a/sp'}");

    scenario.run();

    assertThat(scenario.events()).containsExactly("JobStarted");
  }

  @Test
  @DisplayName("U9 a jar is uploaded only for a resource with our finalizer, and deleted with it")
  void deletedBeforeTheSubmission() {
    scenario.job(JOB.formatted("stateless"));
    var upload = scenario.claim(null).decision();
    assertThat(upload).isInstanceOf(JobDecision.UploadJar.class);
    assertThat(scenario.current().hasOurFinalizer()).isTrue();
    var report = upload.accept(flink).orElseThrow();

    scenario.delete();
    var deletion = scenario.claim(report).decision();
    var deleted = deletion.accept(flink).orElseThrow();
    scenario.claim(deleted);

    assertThat(flink.jars()).isEmpty();
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("U9 the jar of an upgrade is deleted too if the resource is deleted meanwhile")
  void deletedDuringTheUpload() {
    started("stateless");
    scenario.edit("{restartNonce: 1}");
    var report = scenario.claim(null).decision().accept(flink).orElseThrow();
    assertThat(flink.jars()).hasSize(1);

    scenario.delete();
    scenario.claim(scenario.claim(report).decision().accept(flink).orElseThrow());

    assertThat(flink.jars()).isEmpty();
  }

  @Test
  @DisplayName("U9 a prepared jar is deleted with the resource")
  void deletedWithPreparedJar() {
    scenario.job(JOB.formatted("stateless"));
    scenario.claim(null).decision().accept(flink);
    scenario.annotate(
        PreparedJar.ANNOTATION, Annotation.write(new PreparedJar(1, 1, "jar-1", false, null)));

    scenario.delete().run();

    assertThat(flink.jars()).isEmpty();
    assertThat(scenario.exists()).isFalse();
  }

  @Test
  @DisplayName("U11 a removed submission starts the job again only if it does not run")
  void removedSubmission() {
    started("savepoint");
    flink.checkpoint(scenario.jobId(1), "s3://checkpoints/chk-3");
    scenario.annotate(Submission.ANNOTATION, null);
    scenario.run();
    assertThat(flink.running()).as("it is taken over").containsExactly(scenario.jobId(1));
    assertThat(flink.requests()).isEmpty();

    flink.state(scenario.jobId(1), "FINISHED");
    scenario.run();
    scenario.annotate(Submission.ANNOTATION, null);
    scenario.run();

    assertThat(flink.running()).containsExactly(scenario.jobId(2));
    assertThat(flink.restored(scenario.jobId(2))).isEqualTo("s3://checkpoints/chk-3");
  }
}
