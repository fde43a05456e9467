package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Attempts;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.workflow.model.TriggerId;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The detection of another controller by a snapshot's status and annotations. */
class CompetingControllerTest {
  private static final String FOREIGN = "f".repeat(32);
  private static final String WORKFLOW = "snapshot/flink/orders-1/5a1f3c7e";
  private static final String OURS = TriggerId.of(SnapshotDraft.UID, 1);

  @Test
  @DisplayName(
      "M1 a trigger id that is not ours, beside an attempt of ours, is another controller's")
  void foreignTriggerId() {
    assertThat(
            competing(attempted().status("{state: IN_PROGRESS, triggerId: %s}".formatted(FOREIGN))))
        .contains(new CompetingController(FOREIGN, OURS));
  }

  @Test
  @DisplayName("M1 it is also seen when the other one has finished, or counted a failure")
  void finished() {
    assertThat(
            competing(attempted().status("{state: COMPLETED, triggerId: %s}".formatted(FOREIGN))))
        .isPresent();
    assertThat(
            competing(
                attempted()
                    .status(
                        "{state: TRIGGER_PENDING, triggerId: %s, failures: 1}".formatted(FOREIGN))))
        .isPresent();
  }

  @Test
  @DisplayName("M1 our own trigger id, or none yet, shows no competing controller")
  void ours() {
    assertThat(competing(attempted())).isEmpty();
    assertThat(competing(attempted().status("{state: TRIGGER_PENDING, triggerId: ''}"))).isEmpty();
    assertThat(competing(attempted().status("{state: IN_PROGRESS, triggerId: %s}".formatted(OURS))))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "R21 M1 a snapshot that was taken over during an attempt has no competing controller")
  void takenOver() {
    var snapshot =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.WORKFLOW_ID, WORKFLOW)
            .status("{state: IN_PROGRESS, triggerId: %s}".formatted(FOREIGN));

    assertThat(competing(snapshot)).isEmpty();
  }

  @Test
  @DisplayName("R22 M1 the trigger id of a copy, released or not, belongs to its original")
  void copied() {
    var status = "{state: ABANDONED, triggerId: %s}".formatted(FOREIGN);
    var copy =
        attempted()
            .annotation(SnapshotAnnotations.WORKFLOW_ID, "snapshot/flink/orders-0/0badcafe")
            .status(status);
    var released = attempted().annotation(SnapshotAnnotations.COPY_OF, "another").status(status);

    assertThat(competing(copy)).isEmpty();
    assertThat(competing(released)).isEmpty();
  }

  private static SnapshotDraft attempted() {
    return SnapshotDraft.savepoint()
        .annotation(SnapshotAnnotations.ATTEMPT, Attempts.attempt(1).annotation());
  }

  private static Optional<CompetingController> competing(SnapshotDraft snapshot) {
    return CompetingController.of(snapshot.read());
  }
}
