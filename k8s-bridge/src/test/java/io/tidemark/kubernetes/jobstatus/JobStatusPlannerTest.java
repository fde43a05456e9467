package io.tidemark.kubernetes.jobstatus;

import static io.tidemark.kubernetes.fixture.Jobs.JOB_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.resource.EventReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobStatusPlannerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1000);
  private static final Map<String, String> INFO =
      Map.of("flink-version", "1.20.5", "flink-revision", "0980485");
  private static final String APPLICATION = "{job: {state: running}}";
  private static final String SESSION_JOB = "{deploymentName: session, job: {state: running}}";
  private static final String OTHER_ID = "f".repeat(32);

  @Test
  @DisplayName(
      "U10 a job that was lost while it was not looked at keeps the time at which it last ran")
  void lostWhileNobodyLooked() {
    var job =
        Jobs.sessionJob(
            "etl", "{}", "{jobStatus: {jobId: abc, state: RUNNING, updateTime: '1000'}}");
    var look = ClusterLook.answered(List.of(), INFO);

    var first = JobStatusPlanner.plan(job, look.asFirst(), NOW);

    assertThat(first.lost()).isTrue();
    assertThat(first.learnt().orElseThrow().job().state()).isEqualTo("RECONCILING");
    assertThat(first.learnt().orElseThrow().job().updateTime()).isEqualTo("1000");
    assertThat(JobStatusPlanner.plan(job, look, NOW)).isEqualTo(JobStatusPlan.LOST);
  }

  @Test
  @DisplayName("M2 a job's id, name, state and times are strings of the reference's fields")
  void learns() {
    var status = learnt(Jobs.deployment("orders", APPLICATION, "{}"), job("RUNNING"));

    assertThat(status.job().jobId()).isEqualTo(JOB_ID);
    assertThat(status.job().jobName()).isEqualTo("count");
    assertThat(status.job().state()).isEqualTo("RUNNING");
    assertThat(status.job().startTime()).isEqualTo("77");
    assertThat(status.job().updateTime()).isEqualTo("1000000");
    assertThat(status.deployment()).isEqualTo("READY");
    assertThat(status.clusterInfo()).isEqualTo(INFO);
    assertThat(status.error()).isNull();
  }

  @Test
  @DisplayName("M2 updateTime stays as long as the state does, and nothing is written")
  void unchanged() {
    var resource = Jobs.deployment("orders", APPLICATION, stable("RUNNING"));

    var status = learnt(resource, job("RUNNING"));

    assertThat(status.job().updateTime()).isEqualTo("5");
    assertThat(status.differsFrom(resource)).isFalse();
  }

  @Test
  @DisplayName("M2 a new generation or a lifecycle that is not stable yet is written")
  void notReconciled() {
    var newSpec = Jobs.deployment("orders", APPLICATION, stable("RUNNING"));
    newSpec.getMetadata().setGeneration(2L);
    var notStable =
        Jobs.deployment("orders", APPLICATION, stable("RUNNING").replace("STABLE", "DEPLOYED"));

    assertThat(learnt(newSpec, job("RUNNING")).differsFrom(newSpec)).isTrue();
    assertThat(learnt(notStable, job("RUNNING")).differsFrom(notStable)).isTrue();
  }

  @Test
  @DisplayName(
      "M2 a cluster that never answered is DEPLOYING, one that no longer does is not ready at once")
  void silence() {
    var fresh = Jobs.deployment("orders", APPLICATION, "{}");
    var known = Jobs.deployment("orders", APPLICATION, stable("RUNNING"));

    assertThat(silent(fresh, 0).deployment()).isEqualTo("DEPLOYING");
    assertThat(silent(known, 0).deployment()).isEqualTo("DEPLOYED_NOT_READY");
    assertThat(silent(known, 0).job().state()).isEqualTo("RUNNING");
    assertThat(silent(known, 29).job().state()).isEqualTo("RUNNING");
    assertThat(silent(known, 30).job().state()).isEqualTo("RECONCILING");
    assertThat(silent(known, 30).job().updateTime()).isEqualTo("1000000");
  }

  @Test
  @DisplayName(
      "M2 an ended job stays ended while its cluster is silent, and when Flink has forgotten it")
  void ended() {
    var resource = Jobs.deployment("orders", APPLICATION, stable("FINISHED"));

    assertThat(silent(resource, 600).job().state()).isEqualTo("FINISHED");
    assertThat(learnt(resource).job().state()).isEqualTo("FINISHED");
  }

  @Test
  @DisplayName(
      "M2 M4 a job that is no longer listed is RECONCILING with the reference's error, until it is back")
  void lostStandIn() {
    var plan = plan(Jobs.deployment("orders", APPLICATION, stable("RUNNING")));
    var status = plan.learnt().orElseThrow();
    var back =
        learnt(
            Jobs.deployment(
                "orders",
                APPLICATION,
                stable("RECONCILING").replace("{l", "{error: Job Not Found, l")),
            job("RUNNING"));

    assertThat(status.job().state()).isEqualTo("RECONCILING");
    assertThat(status.error()).isEqualTo("Job Not Found");
    assertThat(plan.announcement().orElseThrow().reason()).isEqualTo(EventReason.JOB_LOST);
    assertThat(back.error()).isNull();
    assertThat(back.job().state()).isEqualTo("RUNNING");
  }

  @Test
  @DisplayName("M2 a lost job of Tidemark's own is reported and not written")
  void lost() {
    var plan = plan(Jobs.sessionJob("etl", SESSION_JOB, stable("RUNNING")));

    assertThat(plan.lost()).isTrue();
    assertThat(plan.learnt()).isEmpty();
  }

  @Test
  @DisplayName("M2 a job that Tidemark has not submitted yet has nothing to learn")
  void notSubmitted() {
    assertThat(plan(Jobs.sessionJob("etl", SESSION_JOB, "{}"), job("RUNNING")))
        .isEqualTo(JobStatusPlan.NOTHING);
  }

  @Test
  @DisplayName("M2 the error of a job that Tidemark submits is its workflow's")
  void errorOfWorkflow() {
    var resource =
        Jobs.sessionJob("etl", SESSION_JOB, stable("RUNNING").replace("{l", "{error: jarURI, l"));

    assertThat(learnt(resource, job("RUNNING")).error()).isEqualTo("jarURI");
    assertThat(silent(resource, 0).error()).isEqualTo("jarURI");
    assertThat(silent(resource, 0).deployment()).isNull();
  }

  @Test
  @DisplayName("M3 nothing is written on a resource with the reference's finalizer")
  void reference() {
    var deployment = Jobs.deployment("orders", APPLICATION, "{}");
    deployment.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));
    var sessionJob = Jobs.sessionJob("etl", SESSION_JOB, stable("RUNNING"));
    sessionJob.getMetadata().setFinalizers(List.of("flinksessionjobs.flink.apache.org/finalizer"));

    assertThat(plan(deployment, job("RUNNING"))).isEqualTo(JobStatusPlan.NOTHING);
    assertThat(plan(sessionJob, job("RUNNING"))).isEqualTo(JobStatusPlan.NOTHING);
    assertThat(plan(sessionJob)).isEqualTo(JobStatusPlan.NOTHING);
  }

  @Test
  @DisplayName("M4 without a spec.job a FlinkDeployment is a session cluster, whatever runs there")
  void sessionCluster() {
    var status = learnt(Jobs.deployment("session", "{}", "{}"), job("RUNNING"));

    assertThat(status.job().jobId()).isNull();
    assertThat(status.deployment()).isEqualTo("READY");
  }

  @Test
  @DisplayName("M4 several jobs are ambiguous: named, and the state stays")
  void ambiguous() {
    var plan = plan(Jobs.deployment("orders", APPLICATION, "{}"), job("RUNNING"), other("RUNNING"));

    assertThat(plan.learnt().orElseThrow().job().state()).isNull();
    assertThat(plan.learnt().orElseThrow().error()).contains(JOB_ID + ", " + OTHER_ID);
    assertThat(plan.announcement().orElseThrow().reason()).isEqualTo(EventReason.JOB_AMBIGUOUS);
  }

  @Test
  @DisplayName("M4 an application keeps its recorded job beside others; ended ones do not count")
  void application() {
    var known = Jobs.deployment("orders", APPLICATION, stable("RUNNING"));
    var fresh = Jobs.deployment("orders", APPLICATION, "{}");

    assertThat(learnt(known, other("RUNNING"), job("RESTARTING")).job().state())
        .isEqualTo("RESTARTING");
    assertThat(learnt(fresh, other("FINISHED"), job("RUNNING")).job().jobId()).isEqualTo(JOB_ID);
    assertThat(learnt(known, job("FAILED"), other("RUNNING")).job().jobId()).isEqualTo(OTHER_ID);
  }

  @Test
  @DisplayName("M4 the annotations name the job, by id or by name")
  void annotated() {
    var byId = annotated(JobAnnotations.JOB_ID, OTHER_ID);
    var byName = annotated(JobAnnotations.JOB_NAME, "count");

    assertThat(learnt(byId, job("RUNNING"), other("FAILED")).job().state()).isEqualTo("FAILED");
    assertThat(learnt(byName, job("RUNNING"), other("FINISHED")).job().jobId()).isEqualTo(JOB_ID);
    assertThat(plan(byName, job("RUNNING"), other("RUNNING")).announcement().orElseThrow().reason())
        .isEqualTo(EventReason.JOB_AMBIGUOUS);
    assertThat(plan(byId, job("RUNNING")).lost())
        .as("an observed job is never restarted")
        .isFalse();
  }

  @Test
  @DisplayName(
      "M4 a bad address is an event and an error on the cluster's resource, and nothing else")
  void badAddress() {
    var look = ClusterLook.withoutAddress("annotation x is 'y'");
    var deployment = Jobs.deployment("orders", APPLICATION, stable("RUNNING"));

    var plan = JobStatusPlanner.plan(deployment, look, NOW);

    assertThat(plan.learnt().orElseThrow().error()).isEqualTo("annotation x is 'y'");
    assertThat(plan.learnt().orElseThrow().job().state()).isEqualTo("RUNNING");
    assertThat(plan.announcement().orElseThrow().reason()).isEqualTo(EventReason.INVALID_SETTING);
    assertThat(JobStatusPlanner.plan(annotated(JobAnnotations.JOB_ID, JOB_ID), look, NOW))
        .isEqualTo(JobStatusPlan.NOTHING);
  }

  private static JobResource annotated(String annotation, String value) {
    var job = Jobs.sessionJob("etl", SESSION_JOB, "{}");
    job.getMetadata().setAnnotations(Map.of(annotation, value));
    return job;
  }

  private static String stable(String state) {
    return ("{lifecycleState: STABLE, observedGeneration: 1, jobManagerDeploymentStatus: READY,"
            + " clusterInfo: {flink-version: 1.20.5, flink-revision: '0980485'}, jobStatus: {jobId:"
            + " %s, jobName: count, state: %s, startTime: '77', updateTime: '5'}}")
        .formatted(JOB_ID, state);
  }

  private static ListedJob job(String state) {
    return new ListedJob(JOB_ID, "count", state, 77);
  }

  private static ListedJob other(String state) {
    return new ListedJob(OTHER_ID, "count", state, 78);
  }

  private static JobStatusPlan plan(JobResource resource, ListedJob... jobs) {
    return JobStatusPlanner.plan(resource, ClusterLook.answered(List.of(jobs), INFO), NOW);
  }

  private static LearntStatus learnt(JobResource resource, ListedJob... jobs) {
    return plan(resource, jobs).learnt().orElseThrow();
  }

  private static LearntStatus silent(JobResource resource, long seconds) {
    return JobStatusPlanner.plan(resource, ClusterLook.silent(NOW.minusSeconds(seconds)), NOW)
        .learnt()
        .orElseThrow();
  }
}
