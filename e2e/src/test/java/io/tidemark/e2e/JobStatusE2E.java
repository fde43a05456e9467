package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.dev.TidemarkServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs of a Flink without an operator: Tidemark learns their status. */
class JobStatusE2E {
  private static final String DEPLOYMENT = "FlinkDeployment";
  private static final String SESSION_JOB = "FlinkSessionJob";
  private static final JsonMapper JSON = new JsonMapper();

  private static final String SESSION =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: session}
      spec: {}
      ---
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: named, annotations: {tidemark.io/job-name: example-deployment}}
      spec: {deploymentName: session, job: {state: running}}
      """;

  private static final String APPLICATION =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %s, annotations: {tidemark.io/job-id: %s}, finalizers: [%s]}
      spec: {job: {state: running, upgradeMode: savepoint}}
      """;

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        backoffLimit: 2
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("status").standalone();

  private static DevStack flink;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void prepare() {
    flink = DevStack.builder().flink(FlinkRelease.V1_20).start();
    story.shared().proxy().route(story.namespace(), flink.flink().restAddress());
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    tidemark =
        story.serve(
            "status",
            Map.of(
                "TIDEMARK_MODE",
                "standalone",
                "TIDEMARK_JOBS_POLL_INTERVAL",
                "1 s",
                "KUBECONFIG",
                account.toString()));
  }

  @AfterAll
  static void close() {
    flink.close();
  }

  @Test
  @DisplayName(
      "M2 M4 an empty spec is a session cluster, whose status appears, and that of a named job")
  void sessionCluster() throws Exception {
    story.snapshots().apply(SESSION);

    awaitStatus(DEPLOYMENT, "session", "/lifecycleState", "STABLE");
    var cluster = status(DEPLOYMENT, "session");
    assertThat(cluster.path("jobManagerDeploymentStatus").textValue()).isEqualTo("READY");
    assertThat(cluster.at("/clusterInfo/flink-version").textValue()).startsWith("1.20.");
    assertThat(cluster.at("/clusterInfo/flink-revision").textValue()).isNotBlank();
    assertThat(cluster.path("observedGeneration").longValue()).isEqualTo(1);
    assertThat(cluster.at("/jobStatus/state").isMissingNode()).isTrue();

    awaitStatus(SESSION_JOB, "named", "/jobStatus/state", "RUNNING");
    var named = status(SESSION_JOB, "named");
    assertThat(named.at("/jobStatus/jobId").textValue()).isEqualTo(orders().id());
    assertThat(named.at("/jobStatus/jobName").textValue()).isEqualTo(orders().name());
    assertThat(named.at("/jobStatus/startTime").textValue()).matches("\\d{13}");
    assertThat(named.at("/jobStatus/updateTime").textValue()).matches("\\d{13}");
    assertThat(named.path("lifecycleState").textValue()).isEqualTo("STABLE");
    var reconciled =
        JSON.readTree(named.at("/reconciliationStatus/lastReconciledSpec").textValue());
    assertThat(reconciled.at("/spec/deploymentName").textValue()).isEqualTo("session");
    assertThat(reconciled.at("/resource_metadata/apiVersion").textValue())
        .isEqualTo("flink.apache.org/v1beta1");
    assertThat(tidemark.metrics()).doesNotContain("cluster=\"session\"");
  }

  @Test
  @DisplayName(
      "M2 a killed JobManager is not ready at once, its job unknown after 30 s, and back with it")
  void killedJobManager() {
    apply("killed", orders(), "");
    awaitStatus(DEPLOYMENT, "killed", "/lifecycleState", "STABLE");

    flink.flink().process().kill();

    awaitStatus(DEPLOYMENT, "killed", "/jobManagerDeploymentStatus", "DEPLOYED_NOT_READY");
    assertThat(status(DEPLOYMENT, "killed").at("/jobStatus/state").textValue())
        .isEqualTo("RUNNING");
    awaitStatus(DEPLOYMENT, "killed", "/jobStatus/state", "RECONCILING");
    story.snapshots().apply(SAVEPOINT.formatted("after-outage", "killed"));
    assertThat(story.snapshots().awaitEvent("after-outage", "WaitingForJob").getMessage())
        .isEqualTo("FlinkDeployment killed is RECONCILING");

    flink.flink().restart();

    awaitStatus(DEPLOYMENT, "killed", "/jobStatus/state", "RUNNING");
    awaitStatus(DEPLOYMENT, "killed", "/jobManagerDeploymentStatus", "READY");
    story.snapshots().await("after-outage", "COMPLETED");
  }

  @Test
  @DisplayName("M2 R11 a job that ends: its status says so, and a snapshot that waits is given up")
  void ends() {
    var job = flink.flink().submit(FlinkJobOptions.named("ending"));
    job.holdSnapshots();
    apply("ending", job, "");
    awaitStatus(DEPLOYMENT, "ending", "/jobStatus/state", "RUNNING");
    story.snapshots().apply(SAVEPOINT.formatted("of-ending", "ending"));
    story.snapshots().await("of-ending", "IN_PROGRESS");

    flink.flink().cancel(job);

    awaitStatus(DEPLOYMENT, "ending", "/jobStatus/state", "CANCELED");
    story.snapshots().await("of-ending", "ABANDONED");
  }

  @Test
  @DisplayName("M3 a resource with the reference's finalizer is left alone, until it is removed")
  void reference() {
    apply("handed", orders(), "flinkdeployments.flink.apache.org/finalizer");
    apply("ours", orders(), "");
    awaitStatus(DEPLOYMENT, "ours", "/lifecycleState", "STABLE");
    assertThat(job(DEPLOYMENT, "handed").<Object>get("status")).isNull();
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    var environment =
        Map.of(
            "TIDEMARK_MODE", "standalone",
            "KUBECONFIG", account.toString(),
            "TIDEMARK_LEADER_ELECTION", "false");
    var check = story.tidemark(List.of("check"), story.environment(environment));
    assertThat(check.output()).contains("FlinkDeployment status/handed");

    story
        .snapshots()
        .kubectl(
            "patch",
            DEPLOYMENT,
            "handed",
            "--type=merge",
            "-p",
            "{\"metadata\":{\"finalizers\":null}}");

    awaitStatus(DEPLOYMENT, "handed", "/lifecycleState", "STABLE");
  }

  @Test
  @DisplayName("M2 a job in which nothing happens costs no write")
  void idle() {
    apply("idle", orders(), "");
    awaitStatus(DEPLOYMENT, "idle", "/lifecycleState", "STABLE");
    var version = job(DEPLOYMENT, "idle").getMetadata().getResourceVersion();
    var questions = questions();

    await("ten more questions").until(() -> questions() >= questions + 10);

    assertThat(job(DEPLOYMENT, "idle").getMetadata().getResourceVersion()).isEqualTo(version);
  }

  private static long questions() {
    return story.shared().proxy().calls(story.namespace()).stream()
        .filter(call -> call.path().endsWith("/idle/jobs/overview"))
        .count();
  }

  private static FlinkJob orders() {
    return flink.flink().jobs().get(0);
  }

  private static void apply(String name, FlinkJob job, String finalizer) {
    story.snapshots().apply(APPLICATION.formatted(name, job.id(), finalizer));
  }

  private static void awaitStatus(String kind, String name, String pointer, String value) {
    await(name + " " + pointer + " " + value)
        .until(() -> value.equals(status(kind, name).at(pointer).textValue()));
  }

  private static JsonNode status(String kind, String name) {
    return JSON.valueToTree(job(kind, name)).path("status");
  }

  private static GenericKubernetesResource job(String kind, String name) {
    return story.resource(kind, name).get();
  }
}
