package io.tidemark.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LongIdsTest {
  private static final String NAMESPACE = "n".repeat(63);
  private static final String UID = "12345678-9abc";

  @Test
  @DisplayName("W7 a workflow id of up to 255 characters is not shortened")
  void fits() {
    var name = "a".repeat(173);
    var id = new SnapshotId(NAMESPACE, name, UID).workflowId();

    assertThat(id).hasSize(255).isEqualTo("snapshot/" + NAMESPACE + "/" + name + "/12345678");
  }

  @Test
  @DisplayName("W7 in a longer one the name is cut and gets a hash; namespace and uid stay")
  void tooLong() {
    var common = "a".repeat(240);
    var id = new SnapshotId(NAMESPACE, common + "one", UID).workflowId();

    assertThat(id)
        .hasSize(255)
        .matches("snapshot/" + NAMESPACE + "/a{165}-[0-9a-f]{7}/12345678")
        .isNotEqualTo(new SnapshotId(NAMESPACE, common + "two", UID).workflowId());
  }

  @Test
  @DisplayName("W7 T3 the id of a schedule leaves room for the prefix of Temporal's own workflow")
  void schedules() {
    var job = new JobReference(JobReference.SESSION_JOB, "j".repeat(253));
    var id = new PeriodicSnapshots(NAMESPACE, job, SnapshotType.CHECKPOINT).scheduleId();

    assertThat("temporal-sys-scheduler:" + id).hasSize(255);
    assertThat(id).matches("periodic-checkpoint/" + NAMESPACE + "/FlinkSessionJob/j+-[0-9a-f]{7}");
  }
}
