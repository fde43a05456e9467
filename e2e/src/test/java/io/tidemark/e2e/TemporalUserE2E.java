package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The view of a user who knows Temporal and not our code. */
class TemporalUserE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: seen}
      spec:
        jobReference: {kind: FlinkDeployment, name: seen-job}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("temporal");

  private static Snapshot snapshot;

  @BeforeAll
  static void takeSavepoint() {
    story.deploy("seen-job");
    story.snapshots().apply(SAVEPOINT);
    snapshot = story.snapshots().await("seen", "COMPLETED");
  }

  @Test
  @DisplayName("W2 temporal workflow list finds it by job, type and state")
  void searchAttributes() {
    var query =
        "JobName='seen-job' AND JobNamespace='temporal' AND SnapshotType='SAVEPOINT'"
            + " AND SnapshotState='COMPLETED'";

    await("the workflow in the list")
        .until(
            () -> story.temporal().temporal("workflow", "list", "-q", query),
            listed -> listed.contains(snapshot.workflowId()));
  }

  @Test
  @DisplayName("W2 tctl lists it and asks it for its progress")
  void tctl() {
    await("the workflow in the list")
        .until(
            () -> story.temporal().tctl("workflow", "list", "--query", "JobName='seen-job'"),
            listed -> listed.contains("SnapshotWorkflow") && listed.contains("seen"));
    await("the end of its progress") // the resource has its state first
        .until(
            () ->
                story
                    .temporal()
                    .tctl(
                        "workflow",
                        "query",
                        "-w",
                        snapshot.workflowId(),
                        "--query_type",
                        "progress"),
            progress -> progress.contains("COMPLETED") && progress.contains(snapshot.triggerId()));
  }

  @Test
  @DisplayName("W2 its summary names the job and the type")
  void summary() {
    var described = story.temporal().temporal("workflow", "describe", "-w", snapshot.workflowId());

    assertThat(described).contains("SAVEPOINT of FlinkDeployment seen-job in temporal");
  }

  @Test
  @DisplayName("W6 an update is answered with its effect, or refused with a reason")
  void updates() {
    story.snapshots().apply(SAVEPOINT.replace("seen-job", "not-there").replace("seen", "asked"));
    var workflow = story.snapshots().await("asked", "TRIGGER_PENDING").workflowId();

    assertThatThrownBy(() -> update(workflow, "skipDisposal"))
        .hasMessageContaining("not being deleted");
    assertThatThrownBy(() -> update(workflow, "abandon", "{\"reason\": \"budget\"}"))
        .hasMessageContaining("abandon needs a reason as a text")
        .hasMessageContaining("budget");
    assertThat(update(workflow, "retryNow")).contains("FlinkDeployment not-there");
    assertThat(update(workflow, "abandon", "\"disk is full\"")).contains("ABANDONED: disk is full");
    assertThat(story.snapshots().await("asked", "ABANDONED").error()).isEqualTo("disk is full");
  }

  private static String update(String workflow, String name, String... input) {
    return story.temporal().update(workflow, name, input);
  }

  @Test
  @DisplayName("W2 its result is what became of the snapshot")
  void result() {
    var result = story.temporal().temporal("workflow", "result", "-w", snapshot.workflowId());

    assertThat(result).contains("COMPLETED").contains(snapshot.path());
  }
}
