package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.SnapshotDraft.ORDERS;
import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.model.FlinkResources.FINALIZER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.tidemark.kubernetes.SnapshotDraft;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredMetadataTest {
  private static final String KEPT = "savepoint: {disposeOnDelete: false}";
  private static final String WORKFLOW_ID = "snapshot/flink/orders-1/5a1f3c7e";

  @Test
  @DisplayName(
      "R9 R13 R16 before the first trigger labels, annotations and finalizer go on at once")
  void firstAttempt() {
    var patch = patch(SnapshotDraft.savepoint(), Optional.of(Plans.attempt(1)));

    assertThat(patch)
        .isEqualTo(
            Map.of(
                "resourceVersion",
                SnapshotDraft.VERSION,
                "labels",
                labels("SAVEPOINT", "TRIGGER_PENDING", "MANUAL"),
                "annotations",
                Map.of(
                    SnapshotAnnotations.WORKFLOW_ID,
                    WORKFLOW_ID,
                    SnapshotAnnotations.ATTEMPT,
                    Plans.attempt(1).annotation()),
                "finalizers",
                List.of(FINALIZER)));
  }

  @Test
  @DisplayName("R13 a resource that carries everything is not written")
  void nothingToDo() {
    assertThat(new DesiredMetadata(complete().read(), Optional.empty()).patch()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R13 a label that differs from the status is repaired alone, terminal or not")
  @CsvSource({"IN_PROGRESS", "COMPLETED", "FAILED", "ABANDONED"})
  void repaired(String state) {
    var patch = patch(complete().status("state: " + state), Optional.empty());

    assertThat(patch)
        .isEqualTo(
            Map.of(
                "resourceVersion",
                SnapshotDraft.VERSION,
                "labels",
                Map.of("snapshot.state", state)));
  }

  @Test
  @DisplayName("R13 a trigger type that the label says stays")
  void triggerType() {
    var snapshot = SnapshotDraft.checkpoint().label("snapshot.trigger-type", "PERIODIC");

    assertThat(patch(snapshot, Optional.empty()).get("labels"))
        .isEqualTo(
            Map.of(
                "snapshot.type", "CHECKPOINT",
                "snapshot.state", "TRIGGER_PENDING",
                "job-reference.kind", "FlinkDeployment",
                "job-reference.name", "orders"));
  }

  @Test
  @DisplayName("R13 an import without a job has no labels of a job")
  void withoutJob() {
    var snapshot = SnapshotDraft.of("savepoint: {alreadyExists: true, path: p}");

    assertThat(patch(snapshot, Optional.empty()).get("labels"))
        .isEqualTo(
            Map.of(
                "snapshot.type", "SAVEPOINT",
                "snapshot.state", "TRIGGER_PENDING",
                "snapshot.trigger-type", "MANUAL"));
  }

  @Test
  @DisplayName("R2 R13 a spec that is neither carries its state and no type")
  void invalidSpec() {
    assertThat(patch(SnapshotDraft.of(ORDERS), Optional.empty()).get("labels"))
        .isEqualTo(Map.of("snapshot.state", "TRIGGER_PENDING"));
  }

  @Test
  @DisplayName("R13 a job name over 63 characters is cut in the label and whole in the annotation")
  void longJobName() {
    var name = "a".repeat(60) + "-bcd";
    var snapshot =
        SnapshotDraft.of(
            "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: " + name + "}}");

    var patch = patch(snapshot, Optional.empty());

    var label = String.valueOf(((Map<?, ?>) patch.get("labels")).get("job-reference.name"));
    assertThat(label).hasSize(63).matches("a{55}-[0-9a-f]{7}");
    assertThat(patch.get("annotations"))
        .isEqualTo(
            Map.of(
                SnapshotAnnotations.WORKFLOW_ID,
                WORKFLOW_ID,
                SnapshotAnnotations.JOB_REFERENCE_NAME,
                name));
  }

  @Test
  @DisplayName("R13 a job name of 63 characters is the label")
  void jobNameOfFullLength() {
    var name = "a".repeat(63);
    var snapshot =
        SnapshotDraft.of(
            "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: " + name + "}}");

    var patch = patch(snapshot, Optional.empty());

    assertThat(((Map<?, ?>) patch.get("labels")).get("job-reference.name")).isEqualTo(name);
    assertThat(patch.get("annotations"))
        .isEqualTo(Map.of(SnapshotAnnotations.WORKFLOW_ID, WORKFLOW_ID));
  }

  @Test
  @DisplayName("R16 a finalizer is added behind those of others")
  void addedBehindOthers() {
    var snapshot = SnapshotDraft.savepoint().finalizer("a.org/x").finalizer("b.org/y");

    assertThat(patch(snapshot, Optional.of(Plans.attempt(1))).get("finalizers"))
        .isEqualTo(List.of("a.org/x", "b.org/y", FINALIZER));
  }

  @Test
  @DisplayName("R16 a finalizer that is not needed any more comes off, and those of others stay")
  void removedBetweenOthers() {
    var snapshot = complete().spec(ORDERS + KEPT).finalizer("b.org/y");

    assertThat(patch(snapshot, Optional.empty()))
        .isEqualTo(
            Map.of(
                "resourceVersion",
                SnapshotDraft.VERSION,
                "finalizers",
                List.of("a.org/x", "b.org/y")));
  }

  @ParameterizedTest
  @DisplayName("R16 before there is something to dispose of, and for what is not, no finalizer")
  @CsvSource(
      delimiter = '|',
      value = {
        "savepoint: {}                          | {}                                 | false",
        "savepoint: {}                          | state: FAILED                      | false",
        "savepoint: {disposeOnDelete: false}    | {}                                 | true",
        "savepoint: {disposeOnDelete: false}    | {state: COMPLETED, triggerId: t, path: p} | false",
        "checkpoint: {}                         | {}                                 | true",
        "checkpoint: {}                         | {state: COMPLETED, triggerId: t, path: p} | false",
        "savepoint: {alreadyExists: true, path: p} | {state: COMPLETED, path: p}     | false",
      })
  void notNeeded(String spec, String status, boolean attempted) {
    var attempt = attempted ? Optional.of(Plans.attempt(1)) : Optional.<Attempt>empty();

    assertThat(patch(SnapshotDraft.of(ORDERS + spec).status(status), attempt))
        .doesNotContainKey("finalizers");
  }

  @ParameterizedTest
  @DisplayName(
      "R16 disposeOnDelete that is turned on under an attempt, or later, adds the finalizer")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{state: IN_PROGRESS, triggerId: t}",
        "{state: COMPLETED, triggerId: t, path: p}",
      })
  void turnedOn(String status) {
    var snapshot = attempted(SnapshotDraft.savepoint(), 1).status(status);

    assertThat(patch(snapshot, Optional.empty()).get("finalizers")).isEqualTo(List.of(FINALIZER));
  }

  @Test
  @DisplayName("R16 R21 a savepoint that the reference has triggered gets the finalizer")
  void takenOver() {
    var snapshot = SnapshotDraft.savepoint().status("{state: IN_PROGRESS, triggerId: theirs}");

    assertThat(patch(snapshot, Optional.empty()).get("finalizers")).isEqualTo(List.of(FINALIZER));
  }

  @Test
  @DisplayName("R6 what others wrote is not part of the patch")
  void othersStay() {
    var snapshot =
        SnapshotDraft.savepoint().label("team", "a").annotation("note", "keep").finalizer("x/y");

    var patch = patch(snapshot, Optional.empty());

    assertThat(patch).doesNotContainKey("finalizers");
    assertThat(patch.get("labels")).asInstanceOf(MAP).doesNotContainKey("team");
    assertThat(patch.get("annotations")).asInstanceOf(MAP).doesNotContainKey("note");
  }

  private static Map<String, Object> patch(SnapshotDraft snapshot, Optional<Attempt> attempt) {
    return new DesiredMetadata(snapshot.read(), attempt).patch().orElseThrow();
  }

  private static Map<String, String> labels(String type, String state, String triggerType) {
    return Map.of(
        "snapshot.type", type,
        "snapshot.state", state,
        "snapshot.trigger-type", triggerType,
        "job-reference.kind", "FlinkDeployment",
        "job-reference.name", "orders");
  }

  /** A savepoint that carries everything of ours, and something of others. */
  private static SnapshotDraft complete() {
    var snapshot =
        attempted(SnapshotDraft.savepoint(), 1)
            .finalizer("a.org/x")
            .finalized()
            .label("team", "a")
            .annotation(SnapshotAnnotations.WORKFLOW_ID, WORKFLOW_ID);
    labels("SAVEPOINT", "TRIGGER_PENDING", "MANUAL").forEach(snapshot::label);
    return snapshot;
  }
}
