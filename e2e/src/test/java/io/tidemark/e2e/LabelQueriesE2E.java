package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The queries of the public description, to the letter: its namespace is "flink". */
class LabelQueriesE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %s}
        savepoint: {}
      """;
  private static final String CHECKPOINT = SAVEPOINT.replace("savepoint: {}", "checkpoint: {}");

  @RegisterExtension static final Story story = Story.in("flink");

  @BeforeAll
  static void prepare() {
    story.deploy("test-job");
    story.deploy("other-job");
    story.deploy("suspended-job");
    story
        .snapshots()
        .kubectl(
            "patch",
            "flinkdeployment",
            "suspended-job",
            "--type=merge",
            "--patch={\"spec\":{\"job\":{\"state\":\"suspended\"}}}");
    story.snapshots().apply(SAVEPOINT.formatted("completed", "test-job"));
    story.snapshots().apply(SAVEPOINT.formatted("completed-other", "other-job"));
    story.snapshots().apply(SAVEPOINT.formatted("abandoned", "suspended-job"));
    story.snapshots().apply(SAVEPOINT.formatted("pending", "missing-job"));
    story.snapshots().apply(CHECKPOINT.formatted("checkpoint", "test-job"));
    story.snapshots().apply(CHECKPOINT.formatted("checkpoint-pending", "missing-job"));
    story.snapshots().await("completed", "COMPLETED");
    story.snapshots().await("completed-other", "COMPLETED");
    story.snapshots().await("abandoned", "ABANDONED");
    story.snapshots().await("pending", "TRIGGER_PENDING");
    story.snapshots().await("checkpoint", "COMPLETED");
    story.snapshots().await("checkpoint-pending", "TRIGGER_PENDING");
  }

  @Test
  @DisplayName("R13 all checkpoints")
  void checkpoints() {
    assertThat(found("snapshot.type=CHECKPOINT"))
        .containsExactlyInAnyOrder("checkpoint", "checkpoint-pending");
  }

  @Test
  @DisplayName("R13 all savepoints with states")
  void savepointsWithStates() {
    assertThat(found("snapshot.state in (COMPLETED,ABANDONED),snapshot.type=SAVEPOINT"))
        .containsExactlyInAnyOrder("completed", "completed-other", "abandoned");
  }

  @Test
  @DisplayName("R13 all snapshots with a job reference")
  void jobReference() {
    assertThat(found("job-reference.kind=FlinkDeployment,job-reference.name=test-job"))
        .containsExactlyInAnyOrder("completed", "checkpoint");
  }

  private static Stream<String> found(String query) {
    return story
        .shared()
        .kubectl()
        .run("-n", "flink", "get", "flinksnp", "-l", query, "-o", "name")
        .lines()
        .map(name -> name.substring(name.indexOf('/') + 1));
  }
}
