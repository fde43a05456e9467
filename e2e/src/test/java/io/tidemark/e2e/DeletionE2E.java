package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJobOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl delete}. */
class DeletionE2E {
  private static final String FINALIZER = "flinkstatesnapshots.flink.apache.org/finalizer";
  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        %s
      """;

  @RegisterExtension static final Story story = Story.in("deletion");

  @BeforeAll
  static void prepare() {
    story.deploy("job");
  }

  @Test
  @DisplayName("R14 a savepoint is disposed of with its resource")
  void disposes() {
    var snapshot = complete("disposed", "savepoint: {}");
    assertThat(snapshot.directory()).exists();

    story.snapshots().delete("disposed");

    assertThat(snapshot.directory()).doesNotExist();
  }

  @Test
  @DisplayName("R14 R16 a savepoint that is to be kept stays")
  void keeps() {
    var snapshot = complete("kept", "savepoint: {disposeOnDelete: false}");
    assertThat(snapshot.finalizers()).isEmpty();

    story.snapshots().delete("kept");

    assertThat(snapshot.directory().resolve("_metadata")).exists();
  }

  @Test
  @DisplayName("R14 disposeOnDelete is read at deletion")
  void changesItsMind() {
    var snapshot = complete("spared", "savepoint: {disposeOnDelete: true}");
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinksnp",
            "spared",
            "--type=merge",
            "--patch={\"spec\":{\"savepoint\":{\"disposeOnDelete\":false}}}");

    story.snapshots().delete("spared");

    assertThat(snapshot.directory().resolve("_metadata")).exists();
  }

  @Test
  @DisplayName("R14 a checkpoint goes at once, and its data stays Flink's")
  void checkpoint() {
    var snapshot = complete("checkpoint", "checkpoint: {}");
    assertThat(snapshot.finalizers()).isEmpty();

    story.snapshots().delete("checkpoint");

    assertThat(story.snapshots().find("checkpoint")).isEmpty();
    assertThat(snapshot.directory()).exists();
  }

  @Test
  @DisplayName("R14 one that waits for its job goes at once, without a call to Flink")
  void waiting() {
    story.snapshots().apply(SNAPSHOT.formatted("waiting", "missing", "savepoint: {}"));
    story.snapshots().await("waiting", "TRIGGER_PENDING");

    story.snapshots().delete("waiting");

    assertThat(story.snapshots().find("waiting")).isEmpty();
    assertThat(story.triggers("missing")).isEmpty();
  }

  @Test
  @DisplayName("R14 a savepoint in progress runs to its end and is disposed of")
  void underWay() {
    var directory = story.directory("under-way");
    var job = story.submit(FlinkJobOptions.named("slow"));
    job.holdSnapshots();
    story
        .snapshots()
        .apply(SNAPSHOT.formatted("under-way", "slow", "savepoint: {path: \"" + directory + "\"}"));
    story.snapshots().await("under-way", "IN_PROGRESS");

    story.snapshots().kubectl("delete", "flinksnp", "under-way", "--wait=false");
    job.healSnapshots();
    story.snapshots().awaitGone("under-way");

    assertThat(directory).isEmptyDirectory();
    assertThat(story.triggers("slow")).hasSize(1);
  }

  @Test
  @DisplayName("R16 R6 finalizers, labels and annotations of others stay untouched")
  void leavesOthersAlone() {
    var yaml =
        SNAPSHOT.replace(
            "{name: %s}",
            """
            {name: %s, finalizers: [example.org/mine], labels: {team: a}, annotations: {note: b}}"""
                .strip());
    story.snapshots().apply(yaml.formatted("shared", "job", "savepoint: {}"));
    var completed = story.snapshots().await("shared", "COMPLETED");
    assertThat(completed.finalizers()).contains("example.org/mine", FINALIZER);

    story.snapshots().kubectl("delete", "flinksnp", "shared", "--wait=false");
    var released =
        story.snapshots().await("shared", "released", it -> !it.finalizers().contains(FINALIZER));

    assertThat(released.finalizers()).isEqualTo("[\"example.org/mine\"]");
    assertThat(released.label("team")).isEqualTo("a");
    assertThat(released.annotation("note")).isEqualTo("b");
    assertThat(completed.directory()).doesNotExist();
    release("shared");
    story.snapshots().awaitGone("shared");
  }

  private static Snapshot complete(String name, String type) {
    story.snapshots().apply(SNAPSHOT.formatted(name, "job", type));
    return story.snapshots().await(name, "COMPLETED");
  }

  private static void release(String name) {
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinksnp",
            name,
            "--type=merge",
            "--patch={\"metadata\":{\"finalizers\":null}}");
  }
}
