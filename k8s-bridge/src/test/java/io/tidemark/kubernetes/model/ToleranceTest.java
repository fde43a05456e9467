package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.fixture.Yaml;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of another writer, or of a newer release, that must not break the watch. */
class ToleranceTest {
  @Test
  @DisplayName("R1 a snapshot with unknown fields and values is read")
  void aSnapshotFromTheFuture() {
    var resource =
        Yaml.read(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkStateSnapshot
            metadata: {name: a, namespace: b, uid: c, managedFields: [{manager: x}]}
            spec:
              backoffLimit: 2
              jobReference: {kind: FlinkDeployment, name: orders, cluster: far-away}
              savepoint: {path: "s3://b/s", formatType: NATIVE, parallel: true}
              priority: high
            status: {state: IN_PROGRESS, failures: 1, conditions: [{type: Ready}]}
            """,
            FlinkStateSnapshot.class);

    assertThat(resource.getSpec().backoffLimit()).isEqualTo(2);
    assertThat(resource.getSpec().savepoint().path()).isEqualTo("s3://b/s");
    assertThat(new SnapshotReader(resource).failures()).isEqualTo(1);
  }

  @Test
  @DisplayName("R1 a job resource of a newer Flink is read")
  void aJobFromTheFuture() {
    var resource =
        Yaml.read(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkDeployment
            metadata: {name: orders, namespace: flink, uid: c}
            spec:
              flinkVersion: v9_9
              flinkConfiguration: {rest: {port: 8085}}
              job: {state: hovering, upgradeMode: teleport}
            status: {jobStatus: {jobId: "", state: DREAMING}, lifecycleState: NEW}
            """,
            FlinkDeployment.class);

    assertThat(resource.jobId()).isEmpty();
    assertThat(resource.suspended()).isFalse();
  }

  @ParameterizedTest
  @DisplayName("R6 each published state is read as itself")
  @EnumSource(SnapshotState.class)
  void knownStates(SnapshotState state) {
    assertThat(SnapshotDraft.savepoint().status("state: " + state).read().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @DisplayName("R6 a status without a state, or with an unknown one, is still to be triggered")
  @ValueSource(strings = {"{}", "state: null", "state: MELTED", "state: completed"})
  void unknownStates(String status) {
    assertThat(SnapshotDraft.savepoint().status(status).read().state())
        .isEqualTo(SnapshotState.TRIGGER_PENDING);
  }

  @ParameterizedTest
  @DisplayName("R13 the trigger type is that of the label, MANUAL unless it says otherwise")
  @CsvSource({
    "PERIODIC,PERIODIC",
    "UPGRADE,UPGRADE",
    "MANUAL,MANUAL",
    "periodic,MANUAL",
    "x,MANUAL"
  })
  void triggerTypes(String label, TriggerType type) {
    assertThat(
            SnapshotDraft.savepoint()
                .label(SnapshotLabels.TRIGGER_TYPE, label)
                .read()
                .triggerType())
        .isEqualTo(type);
    assertThat(SnapshotDraft.savepoint().read().triggerType()).isEqualTo(TriggerType.MANUAL);
  }

  @Test
  @DisplayName("R10 a duration that cannot be read counts as absent")
  void durations() {
    var snapshot =
        SnapshotDraft.savepoint().annotation("good", "PT90S").annotation("bad", "soon").read();

    assertThat(snapshot.duration("good")).contains(Duration.ofSeconds(90));
    assertThat(snapshot.duration("bad")).isEmpty();
    assertThat(snapshot.duration("absent")).isEmpty();
  }
}
