package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.DisposalResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The disposal of a completed savepoint, inside the workflow task and beyond it. */
class SnapshotDisposalTest extends WorkflowTestBase {
  @BeforeEach
  void deleteACompletedSnapshot() {
    run();
    resources.delete(now());
  }

  @Test
  @DisplayName("R14 W2 a disposal that ends at once is one workflow task of at most 10 events")
  void oneWorkflowTask() {
    run();

    assertThat(history().split("\"eventId\"", -1)).hasSizeLessThanOrEqualTo(1 + 10);
    assertThat(history()).doesNotContain("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED");
  }

  @Test
  @DisplayName("R15 a disposal that takes longer continues under the id that Flink gave it")
  void continuesUnderItsId() {
    flink.disposals.add(DisposalResult.pending("d-1"));

    assertThat(run().outcome()).isEqualTo("DISPOSED");
    assertThat(flink.disposalIds).containsExactly(null, "d-1");
  }

  @Test
  @DisplayName("R15 what a disposal has found is in the history before the resource goes")
  void foundGone() {
    flink.disposals.add(new DisposalResult(DisposalResult.Status.ALREADY_GONE, "no such file"));

    run();

    var beforeTheRelease = history().split("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED", 2)[0];
    assertThat(beforeTheRelease.split("EVENT_TYPE_MARKER_RECORDED", -1)).hasSize(1 + 2);
    assertThat(resources.eventReasons()).containsExactly("SavepointAlreadyGone");
  }
}
