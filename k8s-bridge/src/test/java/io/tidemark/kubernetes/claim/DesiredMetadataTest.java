package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static io.tidemark.kubernetes.model.FlinkResources.FINALIZER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.model.SavepointPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredMetadataTest {
  private static final String KEPT = "savepoint: {disposeOnDelete: false}";
  private static final String ORIGINAL = "snapshot/flink/orders-1/00000000";
  private static final String WORKFLOW_ID = "snapshot/flink/orders-1/5a1f3c7e";

  @Test
  @DisplayName(
      "R9 R13 R16 before the first trigger, labels, annotations and finalizer are added at once")
  void firstAttempt() {
    var patch = patch(SnapshotDraft.savepoint(), Optional.of(Attempts.attempt(1)));

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
                    Attempts.attempt(1).annotation()),
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
  @DisplayName("R13 R19 an import without a job has no labels of a job, and that of its path")
  void withoutJob() {
    var snapshot = SnapshotDraft.of("savepoint: {alreadyExists: true, path: p}");

    assertThat(patch(snapshot, Optional.empty()).get("labels"))
        .isEqualTo(
            Map.of(
                "snapshot.type", "SAVEPOINT",
                "snapshot.state", "TRIGGER_PENDING",
                "snapshot.trigger-type", "MANUAL",
                "tidemark.io/path-hash", SavepointPath.of("p").hash()));
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

    assertThat(patch(snapshot, Optional.of(Attempts.attempt(1))).get("finalizers"))
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
        "savepoint: {alreadyExists: true, path: p, disposeOnDelete: false} | {}      | false",
        "savepoint: {alreadyExists: true}       | {}                                 | false",
      })
  void notNeeded(String spec, String status, boolean attempted) {
    var attempt = attempted ? Optional.of(Attempts.attempt(1)) : Optional.<RecordedAttempt>empty();

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

  @ParameterizedTest
  @DisplayName("R16 R19 an imported savepoint may be disposed of, so it carries the finalizer")
  @ValueSource(strings = {"{}", "{state: COMPLETED, path: p}"})
  void imported(String status) {
    var snapshot =
        SnapshotDraft.of(ORDERS + "savepoint: {alreadyExists: true, path: p}").status(status);

    assertThat(patch(snapshot, Optional.empty()).get("finalizers")).isEqualTo(List.of(FINALIZER));
  }

  @Test
  @DisplayName("R19 a completed snapshot that an older release left gets the label of its path")
  void pathHashRepaired() {
    var snapshot =
        complete()
            .status("{state: COMPLETED, triggerId: t, path: 's3://b/s-1'}")
            .label("snapshot.state", "COMPLETED");

    assertThat(patch(snapshot, Optional.empty()).get("labels"))
        .isEqualTo(Map.of("tidemark.io/path-hash", SavepointPath.of("s3://b/s-1").hash()));
  }

  @Test
  @DisplayName("R22 a copy keeps its annotation, and loses what was its original's")
  void copy() {
    var patch = patch(copied(complete()), Optional.empty());

    var annotations = new HashMap<String, String>();
    annotations.put(SnapshotAnnotations.COPY_OF, ORIGINAL);
    annotations.put(SnapshotAnnotations.ATTEMPT, null);
    assertThat(patch.get("annotations")).isEqualTo(annotations);
    assertThat(patch.get("finalizers")).isEqualTo(List.of("a.org/x"));
  }

  @Test
  @DisplayName("R22 the label of a path that a copy brought along comes off with its path")
  void copiedPathHash() {
    var patch = patch(copied(complete()).label("tidemark.io/path-hash", "x"), Optional.empty());

    var labels = new HashMap<String, String>();
    labels.put("tidemark.io/path-hash", null);
    assertThat(patch.get("labels")).isEqualTo(labels);
  }

  @Test
  @DisplayName("R22 a restored savepoint stays marked as adopted")
  void copyOfACompletedSavepoint() {
    var restored =
        copied(complete())
            .status("{state: COMPLETED, triggerId: t, path: p}")
            .annotation(SnapshotAnnotations.ADOPTED, "true");

    assertThat(patch(restored, Optional.empty()).get("annotations"))
        .isEqualTo(Map.of(SnapshotAnnotations.COPY_OF, ORIGINAL));
  }

  @Test
  @DisplayName("R22 a copy that is to start gets its own annotation only once it has started")
  void releasedCopy() {
    var released =
        SnapshotDraft.savepoint()
            .status("state: ABANDONED")
            .annotation(SnapshotAnnotations.COPY_OF, ORIGINAL);

    assertThat(patch(released, Optional.empty())).doesNotContainKey("annotations");
    var started = released.status("state: TRIGGER_PENDING");
    var annotations = new HashMap<String, String>();
    annotations.put(SnapshotAnnotations.WORKFLOW_ID, WORKFLOW_ID);
    annotations.put(SnapshotAnnotations.COPY_OF, null);
    assertThat(patch(started, Optional.empty()).get("annotations")).isEqualTo(annotations);
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

  private static SnapshotDraft copied(SnapshotDraft snapshot) {
    return snapshot.annotation(SnapshotAnnotations.WORKFLOW_ID, ORIGINAL);
  }

  private static Map<String, Object> patch(
      SnapshotDraft snapshot, Optional<RecordedAttempt> attempt) {
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
