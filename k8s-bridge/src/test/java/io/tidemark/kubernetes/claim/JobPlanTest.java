package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static io.tidemark.kubernetes.claim.Plans.plan;
import static io.tidemark.kubernetes.claim.Plans.running;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions that the job's resource and its configuration make. */
class JobPlanTest {
  @ParameterizedTest
  @DisplayName("R10 a job that the reference has not seen running yet is waited for")
  @ValueSource(strings = {"RECONCILING", "CREATED", "INITIALIZING"})
  void jobStarting(String state) {
    var plan = plan(SnapshotDraft.savepoint(), on(inState(state)));

    assertThat(plan.claim().decision())
        .isEqualTo(new ClaimDecision.WaitForJob("FlinkDeployment orders is " + state));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R10 a job that has ended by its resource may come back with an upgrade")
  @ValueSource(strings = {"FINISHED", "FAILED", "CANCELED"})
  void jobEnded(String state) {
    var plan = plan(SnapshotDraft.savepoint(), on(inState(state)));

    assertThat(plan.claim().decision())
        .isEqualTo(new ClaimDecision.JobEnded(Jobs.JOB_ID, "FlinkDeployment orders is " + state));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R11 a job that has ended by its resource gets one last look in an attempt")
  @ValueSource(strings = {"FINISHED", "FAILED", "CANCELED"})
  void jobEndedInTheAttempt(String state) {
    var claim = claim(attempted(SnapshotDraft.savepoint(), 1), on(inState(state)));

    assertThat(claim.decision()).isInstanceOf(ClaimDecision.LastLook.class);
    assertThat(Plans.reason(claim)).contains("FlinkDeployment orders is " + state);
  }

  @Test
  @DisplayName("R9 R10 a cluster that was not ready is looked at before an attempt is written")
  void clusterFirst() {
    var snapshot = SnapshotDraft.savepoint().read();
    var request = new ClaimRequest(snapshot.id(), true);
    var observed = ClaimObservation.of(snapshot, running(), request, Plans.SETTINGS, Plans.NOW);

    var plan = Plans.plan(observed);

    assertThat(plan.claim().decision())
        .isEqualTo(
            new ClaimDecision.LookAtCluster(new FlinkJob("flink", "orders", 8081, Jobs.JOB_ID)));
    assertThat(plan.newAttempt()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R4 R12 an unusable value of the configuration is named, and nothing is sent")
  @CsvSource({
    "rest.port, abc, savepoint, true",
    "rest.port, 99999, checkpoint, true",
    "kubernetes.operator.checkpoint.type, HALF, checkpoint, true",
    "kubernetes.operator.checkpoint.type, HALF, savepoint, false"
  })
  void unusableConfiguration(String key, String value, String type, boolean refused) {
    var spec = "flinkConfiguration: {" + key + ": '" + value + "'}";
    var job = on(Jobs.deployment("orders", spec, Jobs.RUNNING));

    var plan = plan(SnapshotDraft.of(ORDERS + type + ": {}"), job);

    assertThat(plan.newAttempt().isEmpty()).isEqualTo(refused);
    if (refused) {
      assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Invalid.class);
      assertThat(Plans.reason(plan.claim())).contains("FlinkDeployment orders", key, value);
    }
  }

  @Test
  @DisplayName("R4 an attempt follows a corrected REST port of its cluster")
  void correctedPort() {
    var corrected =
        Jobs.deployment("orders", "flinkConfiguration: {rest.port: 9999}", Jobs.RUNNING);
    var attempt = plan(SnapshotDraft.savepoint(), running()).newAttempt().orElseThrow();
    var snapshot =
        SnapshotDraft.savepoint().annotation(SnapshotAnnotations.ATTEMPT, attempt.annotation());

    assertThat(Plans.trigger(claim(snapshot, on(corrected))).job().restPort()).isEqualTo(9999);
  }

  @ParameterizedTest
  @DisplayName(
      "R12 M1 the checkpoint type is the job's, else its cluster's, else that of the settings")
  @CsvSource({"INCREMENTAL, CONFIGURED, INCREMENTAL", "'', CONFIGURED, CONFIGURED", "'', '', FULL"})
  void checkpointType(String ofTheJob, String ofTheCluster, String sent) {
    var key = "flinkConfiguration: {kubernetes.operator.checkpoint.type: '%s'}";
    var job =
        Jobs.sessionJob(
            "etl", "{deploymentName: session, " + key.formatted(ofTheJob) + "}", Jobs.RUNNING);
    var cluster = Jobs.deployment("session", key.formatted(ofTheCluster), "{}");
    var snapshot =
        SnapshotDraft.of("{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: etl}}");

    var plan = plan(snapshot, on(job, cluster));

    assertThat(Plans.trigger(plan.claim()).checkpointType()).isEqualTo(sent);
    assertThat(plan(SnapshotDraft.savepoint(), running()).newAttempt().orElseThrow().parameters())
        .extracting(RecordedAttempt.Parameters::checkpointType)
        .isNull();
  }

  @ParameterizedTest
  @DisplayName("R25 the checkpoint time-out is the job's, else its cluster's, else Flink's default")
  @CsvSource({
    "7 min, 8 min, 7 min",
    "'', 8 min, 8 min",
    "'', '', 'not set, and 10 min by default'"
  })
  void checkpointTimeout(String ofTheJob, String ofTheCluster, String shown) {
    var key = "flinkConfiguration: {execution.checkpointing.timeout: '%s'}";
    var job =
        Jobs.sessionJob(
            "etl", "{deploymentName: session, " + key.formatted(ofTheJob) + "}", Jobs.RUNNING);
    var cluster = Jobs.deployment("session", key.formatted(ofTheCluster), "{}");

    var limits = claim(SnapshotDraft.savepoint(), on(job, cluster)).view().options().attempt();

    assertThat(limits).isEqualTo(Plans.ATTEMPTS.limits(shown));
  }

  private static JobResource inState(String state) {
    return Jobs.deployment("orders", "{}", Jobs.RUNNING.replace("RUNNING", state));
  }
}
