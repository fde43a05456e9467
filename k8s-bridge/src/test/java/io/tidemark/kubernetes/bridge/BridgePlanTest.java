package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotLabels;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgePlanTest {
  private static final String ATTEMPT =
      """
      {"number": 1, "jobId": "%s", "jobUid": "u", "time": "2026-11-23T09:00:00Z", \
      "cluster": "orders", "restPort": 8081}"""
          .formatted("a".repeat(32));

  @ParameterizedTest(name = "status {0}, label {1}: {2}")
  @DisplayName("W1 R13 what is seen as new starts, unless it is settled and its label says so")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     |                 | START",
        "state: TRIGGER_PENDING | TRIGGER_PENDING | START",
        "state: IN_PROGRESS     | IN_PROGRESS     | START",
        "state: COMPLETED       | COMPLETED       | NONE",
        "state: FAILED          | FAILED          | NONE",
        "state: ABANDONED       | ABANDONED       | NONE",
        "state: COMPLETED       | IN_PROGRESS     | START",
        "state: ABANDONED       |                 | START",
      })
  void seenAsNew(String status, String label, BridgeAction action) {
    var snapshot = SnapshotDraft.checkpoint().status(status).labelled();
    snapshot.label(SnapshotLabels.STATE, label == null ? "" : label);

    assertThat(plan(null, snapshot)).isEqualTo(action);
    var terminal = snapshot.read().state().terminal();
    assertThat(BridgePlan.ofSweep(snapshot.read()))
        .isEqualTo(terminal ? action : BridgeAction.RESUME);
  }

  @Test
  @DisplayName(
      "M1 another controller is reported when it appears, for a new view only while not terminal")
  void competingControllers() {
    var before = contested("IN_PROGRESS", "");
    var after = contested("IN_PROGRESS", "f".repeat(32));
    var settled = contested("COMPLETED", "f".repeat(32));

    assertThat(BridgePlan.competingController(Optional.of(before), after)).isPresent();
    assertThat(BridgePlan.competingController(Optional.of(after), after)).isEmpty();
    assertThat(BridgePlan.competingController(Optional.of(before), settled)).isPresent();
    assertThat(BridgePlan.competingController(Optional.empty(), after)).isPresent();
    assertThat(BridgePlan.competingController(Optional.empty(), settled)).isEmpty();
  }

  private static SnapshotReader contested(String state, String triggerId) {
    return SnapshotDraft.savepoint()
        .annotation(SnapshotAnnotations.ATTEMPT, ATTEMPT)
        .status("{state: %s, triggerId: '%s'}".formatted(state, triggerId))
        .read();
  }

  @ParameterizedTest(name = "{0}, generation 1 to {1}: {2}")
  @DisplayName("R2 W5 a changed spec wakes; a change of status or metadata does not")
  @CsvSource({
    "TRIGGER_PENDING, 1, NONE",
    "TRIGGER_PENDING, 2, WAKE",
    "IN_PROGRESS, 1, NONE",
    "IN_PROGRESS, 2, WAKE",
    "FAILED, 2, NONE",
    "ABANDONED, 2, NONE",
  })
  void changed(String state, long generation, BridgeAction action) {
    var after = SnapshotDraft.savepoint().status("state: " + state).generation(generation);

    assertThat(plan(SnapshotDraft.savepoint(), after)).isEqualTo(action);
  }

  @Test
  @DisplayName("R21 a settled status that was set back by hand or from a backup gets a look")
  void setBack() {
    var settled = SnapshotDraft.savepoint().status("state: COMPLETED");
    var setBack = SnapshotDraft.savepoint().status("state: IN_PROGRESS");

    assertThat(plan(settled, setBack)).isEqualTo(BridgeAction.START);
    assertThat(plan(setBack, settled)).isEqualTo(BridgeAction.NONE);
  }

  @ParameterizedTest
  @DisplayName("R14 a deletion is signalled once, in every state, and again for a new view")
  @ValueSource(strings = {"{}", "state: IN_PROGRESS", "state: COMPLETED", "state: FAILED"})
  void deleted(String status) {
    var before = SnapshotDraft.savepoint().finalized().status(status);
    var after = SnapshotDraft.savepoint().finalized().status(status).deleted();

    assertThat(plan(before, after)).isEqualTo(BridgeAction.DELETE);
    assertThat(plan(null, after)).isEqualTo(BridgeAction.DELETE);
    assertThat(BridgePlan.ofSweep(after.read())).isEqualTo(BridgeAction.RESUME);
    assertThat(plan(after, after)).isEqualTo(BridgeAction.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    SnapshotAnnotations.SKIP_DISPOSAL + ", true",
    SnapshotAnnotations.SKIP_DISPOSAL + ", unreadable",
    SnapshotAnnotations.DISPOSAL_DEADLINE + ", 1 min"
  })
  @DisplayName("R15 an annotation that skips a disposal or limits it gets a look at once")
  void disposalSkipped(String annotation, String value) {
    var before = SnapshotDraft.savepoint().finalized().deleted();
    var after = SnapshotDraft.savepoint().finalized().deleted().annotation(annotation, value);

    assertThat(plan(before, after)).isEqualTo(BridgeAction.DELETE);
    assertThat(plan(after, after)).isEqualTo(BridgeAction.NONE);
  }

  @Test
  @DisplayName("R14 R16 a deletion that waits for others only is none of our business")
  void deletedWithoutOurFinalizer() {
    var after = SnapshotDraft.savepoint().finalizer("another.org/finalizer").deleted();

    assertThat(plan(null, after)).isEqualTo(BridgeAction.NONE);
    assertThat(plan(SnapshotDraft.savepoint(), after)).isEqualTo(BridgeAction.NONE);
  }

  @ParameterizedTest(name = "{0}, finalized {1}: edited {2}, seen as new {3}")
  @DisplayName("R16 a completed savepoint whose disposeOnDelete was changed gets a look")
  @CsvSource({
    "true, false, START, START",
    "true, true, NONE, NONE",
    "false, true, START, START",
    "false, false, NONE, NONE",
  })
  void disposeOnDeleteChanged(
      boolean disposeOnDelete, boolean finalized, BridgeAction edited, BridgeAction seenAsNew) {
    var after = completed(disposeOnDelete, finalized).generation(2);

    assertThat(plan(completed(!disposeOnDelete, finalized), after)).isEqualTo(edited);
    assertThat(plan(null, after)).isEqualTo(seenAsNew);
  }

  @Test
  @DisplayName("R19 a completed snapshot without the label of its path gets a look")
  void pathWithoutLabel() {
    var snapshot = completed(true, true).label(SnapshotLabels.PATH_HASH, "another");

    assertThat(plan(null, snapshot)).isEqualTo(BridgeAction.START);
    assertThat(BridgePlan.ofSweep(snapshot.read())).isEqualTo(BridgeAction.START);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("W3 R21 an abandoned snapshot whose clean-up is owed gets a run, by every sweep")
  @CsvSource({"ABANDONED, START", "FAILED, NONE", "COMPLETED, NONE"})
  void cleanUpOwed(String state, BridgeAction action) {
    var snapshot =
        SnapshotDraft.checkpoint()
            .status("state: " + state)
            .labelled()
            .annotation(SnapshotAnnotations.LATE_SAVEPOINT, ATTEMPT);

    assertThat(plan(null, snapshot)).isEqualTo(action);
    assertThat(BridgePlan.ofSweep(snapshot.read())).isEqualTo(action);
    assertThat(plan(snapshot, snapshot)).isEqualTo(BridgeAction.NONE);
  }

  @ParameterizedTest
  @DisplayName("R13 a terminal snapshot whose labels were removed or changed gets a look")
  @ValueSource(
      strings = {
        "snapshot.type",
        "snapshot.trigger-type",
        "job-reference.kind",
        "job-reference.name"
      })
  void changedLabels(String label) {
    var snapshot = completed(true, true).label(label, "changed");

    assertThat(BridgePlan.ofSweep(completed(true, true).read())).isEqualTo(BridgeAction.NONE);
    assertThat(BridgePlan.ofSweep(snapshot.read())).isEqualTo(BridgeAction.START);
  }

  @ParameterizedTest(name = "{0}, copy {1}: released {2}, seen as new {3}")
  @DisplayName("R22 removing the annotation starts a copy that was put aside, and nothing else")
  @CsvSource({
    "ABANDONED, true, START, START",
    "ABANDONED, false, NONE, NONE",
    "FAILED, true, NONE, NONE",
    "COMPLETED, true, NONE, NONE",
  })
  void copyReleased(String state, boolean copy, BridgeAction released, BridgeAction seenAsNew) {
    var before =
        putAside(state, copy).annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/a/b/0");
    var after = putAside(state, copy);

    assertThat(plan(before, after)).isEqualTo(released);
    assertThat(plan(null, after)).isEqualTo(seenAsNew);
    assertThat(BridgePlan.ofSweep(after.read())).isEqualTo(seenAsNew);
    assertThat(plan(after, after)).isEqualTo(BridgeAction.NONE);
    assertThat(plan(null, before)).isEqualTo(BridgeAction.NONE);
  }

  @Test
  @DisplayName("R10 W5 a job that is new, or changed in what a snapshot looks at, wakes")
  void jobsThatWake() {
    assertThat(BridgePlan.wakes(Optional.empty(), Jobs.orders())).isTrue();
    assertThat(wakes(Jobs.deployment("orders", "{}", "{}"))).isTrue();
    assertThat(wakes(Jobs.deployment("orders", "{}", Jobs.RUNNING.replace("STABLE", "SUSPENDED"))))
        .isTrue();
    assertThat(wakes(with(new ObjectMetaBuilder().withUid("another").withGeneration(1L)))).isTrue();
    assertThat(wakes(with(new ObjectMetaBuilder().withUid("uid-of-orders").withGeneration(2L))))
        .isTrue();
    assertThat(
            wakes(
                with(
                    new ObjectMetaBuilder()
                        .withUid("uid-of-orders")
                        .withGeneration(1L)
                        .withDeletionTimestamp(SnapshotDraft.DELETED_AT))))
        .isTrue();
  }

  @Test
  @DisplayName("W5 a job that changed in nothing that a snapshot looks at does not wake")
  void jobsThatDoNotWake() {
    assertThat(wakes(Jobs.orders())).isFalse();
    assertThat(
            wakes(
                with(
                    new ObjectMetaBuilder()
                        .withUid("uid-of-orders")
                        .withGeneration(1L)
                        .withResourceVersion("99")
                        .addToLabels("team", "b"))))
        .isFalse();
  }

  private static BridgeAction plan(SnapshotDraft before, SnapshotDraft after) {
    return BridgePlan.of(Optional.ofNullable(before).map(SnapshotDraft::read), after.read());
  }

  private static SnapshotDraft putAside(String state, boolean copy) {
    var snapshot = SnapshotDraft.savepoint().status("state: " + state).labelled();
    return copy ? snapshot.annotation(SnapshotAnnotations.COPY_OF, "snapshot/a/b/0") : snapshot;
  }

  private static SnapshotDraft completed(boolean disposeOnDelete, boolean finalized) {
    var snapshot =
        SnapshotDraft.of(
                SnapshotDraft.ORDERS + "savepoint: {disposeOnDelete: " + disposeOnDelete + "}")
            .status("{state: COMPLETED, triggerId: t, path: p}")
            .labelled();
    return finalized ? snapshot.finalized() : snapshot;
  }

  private static boolean wakes(FlinkDeployment after) {
    return BridgePlan.wakes(Optional.of(Jobs.orders()), after);
  }

  private static FlinkDeployment with(ObjectMetaBuilder metadata) {
    var job = Jobs.orders();
    job.setMetadata(metadata.withName("orders").withNamespace("flink").build());
    return job;
  }
}
