package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An installation that serves snapshots by their labels. */
class LabelSelectorE2E {
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s, labels: {served-by: %s}}
      spec:
        jobReference: {kind: FlinkDeployment, name: healthy}
        savepoint: {disposeOnDelete: true}
      """;

  @RegisterExtension static final Story story = Story.in("selection");

  @BeforeAll
  static void start() {
    story.deploy("healthy");
    story.serve(
        "selection", Map.of("TIDEMARK_WATCH_LABEL_SELECTOR", "{matchLabels: {served-by: us}}"));
  }

  @Test
  @DisplayName(
      "S8 a snapshot without the label stays as it is, and is served once it has the label")
  void selected() {
    story.snapshots().create(SNAPSHOT.formatted("other", "others"));
    var created = story.snapshots().get("other");
    take("first");

    // The watch delivers in order, so it would have delivered the other one before.
    take("second");
    assertThat(story.snapshots().get("other").text("/metadata/resourceVersion"))
        .isEqualTo(created.text("/metadata/resourceVersion"));
    story.temporal().awaitListed(workflow(story.snapshots().get("second")));
    assertThat(story.temporal().listed(workflow(created))).isEmpty();

    label("other", "us");
    var served = story.snapshots().await("other", "COMPLETED");

    assertThat(served.path()).isNotEmpty();
    assertThat(story.triggers("healthy"))
        .filteredOn(call -> call.triggerId().equals(served.triggerId()))
        .hasSize(1);
  }

  @Test
  @DisplayName("S8 a snapshot that loses the label stays as it is, also if it is deleted meanwhile")
  void unselected() {
    take("left");
    label("left", "others");
    var left = story.snapshots().get("left");

    story.snapshots().kubectl("delete", "flinksnp", "left", "--wait=false");
    take("later");

    var deleted = story.snapshots().get("left");
    assertThat(deleted.finalizers()).isEqualTo(left.finalizers());
    assertThat(deleted.directory()).exists();
    label("left", "us");
    story.snapshots().awaitGone("left");
    assertThat(deleted.directory()).doesNotExist();
  }

  private static void take(String name) {
    story.snapshots().create(SNAPSHOT.formatted(name, "us"));
    story.snapshots().await(name, "COMPLETED");
  }

  private static void label(String name, String value) {
    story.snapshots().kubectl("label", "--overwrite", "flinksnp", name, "served-by=" + value);
  }

  private static String workflow(Snapshot snapshot) {
    return "WorkflowId='" + snapshot.workflowId() + "'";
  }
}
