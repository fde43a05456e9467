package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.kubernetes.fixture.Yaml;
import io.tidemark.kubernetes.model.ReconciliationStatus.State;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The examples of the reference operator, as its own classes write them. */
class ReconciliationStatusTest {
  /** Its first write after a submission. */
  private static final String REFERENCE =
      "{\"spec\":{\"job\":{\"jarURI\":\"https://jars.example.com/a.jar\",\"parallelism\":1,"
          + "\"entryClass\":null,\"state\":\"running\",\"savepointTriggerNonce\":null,"
          + "\"upgradeMode\":\"savepoint\"},\"restartNonce\":null,\"flinkConfiguration\":{\"a.b\":\"c\"},"
          + "\"deploymentName\":\"test-cluster\"},\"resource_metadata\":"
          + "{\"apiVersion\":\"flink.apache.org/v1beta1\",\"firstDeployment\":true}}";

  private static final Instant NOW = Instant.ofEpochMilli(1795764568336L);

  @Test
  @DisplayName("M2 a spec of the reference is read, and written back byte for byte")
  void readsAndWritesTheReferencesFormat() {
    var spec = ReconciledSpec.parse(REFERENCE).orElseThrow();

    assertThat(spec.jobState()).contains("running");
    assertThat(spec.upgradeMode()).contains("savepoint");
    assertThat(spec.firstDeployment()).isTrue();
    assertThat(spec.json()).isEqualTo(REFERENCE);
  }

  @Test
  @DisplayName(
      "M2 a stop is written as the reference writes it: suspended, not the first deployment")
  void changesWhatWasReached() {
    var spec = ReconciledSpec.parse(REFERENCE).orElseThrow();

    var stopped =
        ReconciledSpec.of(spec.spec(), false)
            .withJobState("suspended")
            .withUpgradeMode("last-state");

    assertThat(stopped.json())
        .isEqualTo(
            REFERENCE
                .replace("\"running\"", "\"suspended\"")
                .replace("\"upgradeMode\":\"savepoint\"", "\"upgradeMode\":\"last-state\"")
                .replace("\"firstDeployment\":true", "\"firstDeployment\":false"));
    assertThat(spec.json()).as("the original").isEqualTo(REFERENCE);
  }

  @Test
  void readsTheOlderForm() {
    var spec =
        ReconciledSpec.parse(
                "{\"job\":{\"state\":\"running\"},\"apiVersion\":\"flink.apache.org/v1beta1\"}")
            .orElseThrow();

    assertThat(spec.jobState()).contains("running");
    assertThat(spec.spec()).isEqualTo(Yaml.read("{job: {state: running}}", JsonNode.class));
    assertThat(spec.firstDeployment()).isFalse();
  }

  @Test
  void aTextThatIsNoSpecIsEmpty() {
    assertThat(ReconciledSpec.parse("{")).isEmpty();
    assertThat(ReconciledSpec.parse("[]")).isEmpty();
    assertThat(ReconciledSpec.parse("")).isEmpty();
  }

  @Test
  void aSessionClusterHasNoJobToChange() {
    var spec = ReconciledSpec.of(Yaml.read("{}", JsonNode.class), true);

    assertThat(spec.withJobState("suspended")).isEqualTo(spec);
    assertThat(spec.jobState()).isEmpty();
  }

  @Test
  @DisplayName("M2 the status has the reference's fields and types")
  void writesTheFields() throws Exception {
    var spec = ReconciledSpec.parse(REFERENCE).orElseThrow();

    var status = ReconciliationStatus.NONE.with(State.DEPLOYED, spec, NOW).stabilized();

    var json = new JsonMapper().valueToTree(status);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "reconciliationTimestamp", "state", "lastReconciledSpec", "lastStableSpec");
    assertThat(json.path("reconciliationTimestamp").isIntegralNumber()).isTrue();
    assertThat(json.path("state").textValue()).isEqualTo("DEPLOYED");
    assertThat(json.path("lastStableSpec").textValue()).isEqualTo(REFERENCE);
  }

  @Test
  @DisplayName("M2 lifecycleState follows from the rest of the status, as in the reference")
  void lifecycleStates() {
    var running = ReconciledSpec.parse(REFERENCE).orElseThrow();
    var suspended = running.withJobState("suspended");
    var none = ReconciliationStatus.NONE;
    var deployed = none.with(State.DEPLOYED, running, NOW);

    assertThat(state(none, null, null)).isEqualTo(LifecycleState.CREATED);
    assertThat(state(none, null, "jarURI")).isEqualTo(LifecycleState.FAILED);
    assertThat(state(none.with(State.UPGRADING, suspended, NOW), "FINISHED", null))
        .isEqualTo(LifecycleState.UPGRADING);
    assertThat(state(none.with(State.ROLLING_BACK, running, NOW), "FAILED", null))
        .isEqualTo(LifecycleState.ROLLING_BACK);
    assertThat(state(none.with(State.DEPLOYED, suspended, NOW).stabilized(), "FINISHED", null))
        .isEqualTo(LifecycleState.SUSPENDED);
    assertThat(state(deployed.stabilized(), "FAILED", null)).isEqualTo(LifecycleState.FAILED);
    assertThat(state(none.with(State.ROLLED_BACK, running, NOW).stabilized(), "RUNNING", null))
        .isEqualTo(LifecycleState.ROLLED_BACK);
    assertThat(state(deployed, "RECONCILING", null)).isEqualTo(LifecycleState.DEPLOYED);
    assertThat(state(deployed.stabilized(), "RUNNING", "jarURI")).isEqualTo(LifecycleState.STABLE);
    assertThat(LifecycleState.of(true, deployed, "RUNNING", null))
        .isEqualTo(LifecycleState.DELETING);
  }

  private static LifecycleState state(ReconciliationStatus status, String job, String error) {
    return LifecycleState.of(false, status, job, error);
  }
}
