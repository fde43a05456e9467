package io.tidemark.kubernetes.jobstatus;

import static io.tidemark.kubernetes.fixture.Jobs.DEPLOYMENT_PATH;
import static io.tidemark.kubernetes.fixture.Jobs.JOB_ID;
import static io.tidemark.kubernetes.fixture.Jobs.SESSION_JOB_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobStatusWriterTest {
  private static final ClusterLook ANSWER = look("RUNNING");
  private static final String PATH = DEPLOYMENT_PATH + "orders";

  private final ApiServer api = new ApiServer();
  private Instant now = Instant.ofEpochSecond(1000);
  private final JobStatusWriter writer =
      new JobStatusWriter(
          new JobStore(api.client()),
          new EventPublisher(api.client(), Clock.systemUTC(), reason -> {}),
          () -> now);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("M2 a job's status is one patch of the status, at the version that was read")
  void writes() {
    var seen = put();

    write(seen, ANSWER);

    var patch = patches().get(0);
    assertThat(patch.line()).isEqualTo("PATCH " + PATH + "/status");
    assertThat(patch.body()).extractingByKey("metadata").asString().contains("resourceVersion");
    var status = current().getStatus();
    assertThat(status.jobStatus().jobId()).isEqualTo(JOB_ID);
    assertThat(status.lifecycleState()).isEqualTo("STABLE");
    assertThat(status.observedGeneration()).isEqualTo(current().getMetadata().getGeneration());
    assertThat(status.jobManagerDeploymentStatus()).isEqualTo("READY");
    assertThat(status.reconciliationStatus().reconciliationTimestamp()).isEqualTo(1_000_000);
    assertThat(status.reconciliationStatus().hasRun()).isTrue();
    assertThat(ReconciledSpec.parse(status.reconciliationStatus().lastReconciledSpec()))
        .hasValueSatisfying(
            spec -> {
              assertThat(spec.spec().path("job").path("state").textValue()).isEqualTo("running");
              assertThat(spec.firstDeployment()).isTrue();
            });
  }

  @Test
  @DisplayName("M2 an unchanged job costs no request, also if the cache is old")
  void idle() {
    var seen = put();
    write(seen, ANSWER);
    var written = current();
    api.requests();

    write(written, ANSWER);
    assertThat(api.requests()).isEmpty();

    write(seen, ANSWER);
    assertThat(patches()).isEmpty();
  }

  @Test
  @DisplayName("M2 a conflict waits for the next look")
  void conflict() {
    var seen = put();
    api.refusePatch(PATH + "/status", 409);

    write(seen, ANSWER);
    assertThat(current().getStatus().jobStatus()).isNull();

    write(current(), ANSWER);
    assertThat(current().getStatus().jobStatus().state()).isEqualTo("RUNNING");
  }

  @Test
  @DisplayName("M3 a status that others change is an event, once, and is left alone for a minute")
  void handledTwice() {
    write(put(), ANSWER);
    changeByOther();
    api.requests();

    write(current(), ANSWER);
    assertThat(events()).singleElement().asString().contains("HandledTwice");

    now = now.plusSeconds(59);
    write(current(), ANSWER);
    assertThat(current().getStatus().jobStatus().state()).isEqualTo("SUSPENDED");

    now = now.plusSeconds(1);
    write(current(), ANSWER);
    assertThat(current().getStatus().jobStatus().state()).isEqualTo("RUNNING");
  }

  @Test
  @DisplayName("M3 S2 what another replica writes by the same answer of Flink is no quarrel")
  void anotherReplica() {
    write(put(), ANSWER);
    var status = Map.of("jobStatus", Map.of("state", "RESTARTING", "updateTime", "7"));
    var unused = new JobStore(api.client()).patchStatus(current(), status);
    write(current(), look("RESTARTING"));
    api.requests();

    write(current(), ANSWER);

    assertThat(events()).isEmpty();
    assertThat(current().getStatus().jobStatus().state()).isEqualTo("RUNNING");
  }

  @Test
  @DisplayName("M2 of a job that Tidemark submits only what Flink says is written")
  void sessionJob() {
    var seen =
        api.put(
            Jobs.sessionJob(
                "etl",
                "{deploymentName: session, job: {state: running}}",
                "{lifecycleState: DEPLOYED, error: jarURI, jobStatus: {jobId: "
                    + JOB_ID
                    + ", state: RECONCILING}, reconciliationStatus: {state: DEPLOYED,"
                    + " lastReconciledSpec: '{}'}}"));

    write(seen, ANSWER);

    var patch = patches().get(0);
    assertThat(patch.line()).isEqualTo("PATCH " + SESSION_JOB_PATH + "etl/status");
    assertThat(patch.body())
        .extractingByKey("status")
        .isEqualTo(
            Map.of(
                "jobStatus",
                Map.of(
                    "jobName",
                    "count",
                    "state",
                    "RUNNING",
                    "startTime",
                    "77",
                    "updateTime",
                    "1000000")));
  }

  private void changeByOther() {
    var status = Map.of("jobStatus", Map.of("state", "SUSPENDED"));
    var unused = new JobStore(api.client()).patchStatus(current(), status);
  }

  private JobResource put() {
    return api.put(Jobs.deployment("orders", "{job: {state: running}}", "{}"));
  }

  private FlinkDeployment current() {
    return api.client()
        .resources(FlinkDeployment.class)
        .inNamespace("flink")
        .withName("orders")
        .get();
  }

  private List<ApiServer.Request> patches() {
    return api.requests().stream().filter(it -> it.line().startsWith("PATCH")).toList();
  }

  private List<ApiServer.Request> events() {
    return api.requests().stream().filter(it -> it.line().startsWith("POST")).toList();
  }

  private static ClusterLook look(String state) {
    return ClusterLook.answered(
        List.of(new ListedJob(JOB_ID, "count", state, 77)),
        Map.of("flink-version", "1.20.5", "flink-revision", "0980485"));
  }

  private void write(JobResource seen, ClusterLook look) {
    writer.write(seen, JobStatusPlanner.plan(seen, look, now), look);
  }
}
