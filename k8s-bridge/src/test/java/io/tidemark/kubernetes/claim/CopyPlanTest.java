package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.attempted;
import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.plan;
import static io.tidemark.kubernetes.claim.Plans.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.workflow.resource.ClaimDecision;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies and restored backups of snapshots. */
class CopyPlanTest {
  private static final String ORIGINAL = "snapshot/flink/orders-1/00000000";

  @ParameterizedTest
  @DisplayName(
      "R22 a copy or a restored backup is abandoned without a trigger, and says what to do")
  @ValueSource(strings = {"{}", "state: TRIGGER_PENDING", "{state: IN_PROGRESS, triggerId: t}"})
  void copied(String status) {
    var copy =
        attempted(SnapshotDraft.savepoint(), 1)
            .annotation(SnapshotAnnotations.WORKFLOW_ID, ORIGINAL)
            .status(status);

    var plan = plan(copy, running());

    assertThat(plan.claim().decision()).isInstanceOf(ClaimDecision.Abandon.class);
    assertThat(Plans.reason(plan.claim()))
        .contains(ORIGINAL, "remove the annotation tidemark.io/work");
    assertThat(plan.newAttempt()).isEmpty();
  }

  @Test
  @DisplayName("R22 only a copy that was abandoned starts once its annotation is removed")
  void released() {
    var putAside =
        SnapshotDraft.savepoint()
            .annotation(SnapshotAnnotations.COPY_OF, ORIGINAL)
            .status("state: ABANDONED");
    var givenUp = SnapshotDraft.savepoint().status("state: ABANDONED");

    assertThat(claim(putAside, running()).decision()).isInstanceOf(ClaimDecision.Restart.class);
    assertThat(claim(givenUp, running()).decision()).isInstanceOf(ClaimDecision.Settled.class);
    putAside.annotation(SnapshotAnnotations.WORKFLOW_ID, ORIGINAL);
    assertThat(claim(putAside, running()).decision()).isInstanceOf(ClaimDecision.Settled.class);
  }

  @ParameterizedTest
  @DisplayName("R22 a resource under its own workflow id, or under none, is no copy")
  @ValueSource(strings = {"snapshot/flink/orders-1/5a1f3c7e", "", " "})
  void noCopy(String workflowId) {
    var snapshot =
        SnapshotDraft.savepoint().annotation(SnapshotAnnotations.WORKFLOW_ID, workflowId);

    assertThat(claim(snapshot, running()).decision()).isInstanceOf(ClaimDecision.Attempt.class);
  }
}
