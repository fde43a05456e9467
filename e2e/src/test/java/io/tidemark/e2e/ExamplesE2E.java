package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the public description, as they stand there. */
class ExamplesE2E {
  private static final String RFC_3339 = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
  private static final Path EXAMPLE_DIRECTORY = Path.of("/flink-data/savepoints-custom");

  @RegisterExtension static final Story story = Story.in("examples");

  private static CustomDirectory directory;

  @BeforeAll
  static void prepare() {
    directory = CustomDirectory.make(EXAMPLE_DIRECTORY, story.directory("custom"));
    story.deploy("example-deployment");
  }

  @AfterAll
  static void cleanUp() {
    directory.remove();
  }

  @Test
  @DisplayName("R1 R6 R13 the savepoint example becomes a savepoint on disk")
  void savepoint() {
    story.snapshots().apply(directory.in(SharedStack.resource("savepoint.yaml")));

    var snapshot = story.snapshots().await("example-savepoint", "COMPLETED");

    assertThat(snapshot.directory()).hasParent(directory.path());
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertComplete(snapshot, "SAVEPOINT");
    assertThat(snapshot.finalizers()).contains("flinkstatesnapshots.flink.apache.org/finalizer");
    assertThat(story.snapshots().kubectl("get", "flinksnp", "example-savepoint").lines().toList())
        .satisfiesExactly(
            header -> assertThat(header).matches("NAME +PATH +RESULT TIMESTAMP +SNAPSHOT STATE"),
            row ->
                assertThat(row.split(" +"))
                    .containsExactly(
                        "example-savepoint",
                        snapshot.path(),
                        snapshot.text("/status/resultTimestamp"),
                        "COMPLETED"));
  }

  @Test
  @DisplayName("R1 R6 R12 R13 the checkpoint example becomes a checkpoint on disk")
  void checkpoint() {
    story.snapshots().apply(SharedStack.resource("checkpoint.yaml"));

    var snapshot = story.snapshots().await("example-checkpoint", "COMPLETED");

    assertThat(snapshot.path()).contains(story.shared().job().id());
    assertThat(snapshot.directory().resolve("_metadata")).isNotEmptyFile();
    assertComplete(snapshot, "CHECKPOINT");
    assertThat(snapshot.finalizers()).isEmpty();
  }

  private static void assertComplete(Snapshot snapshot, String type) {
    assertThat(snapshot.triggerId()).isEqualTo(snapshot.expectedTriggerId(1));
    assertThat(snapshot.text("/status/triggerTimestamp")).matches(RFC_3339);
    assertThat(snapshot.text("/status/resultTimestamp")).matches(RFC_3339);
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.error()).isEmpty();
    assertThat(snapshot.annotation("tidemark.io/workflow-id")).isEqualTo(snapshot.workflowId());
    assertThat(snapshot.label("snapshot.type")).isEqualTo(type);
    assertThat(snapshot.label("snapshot.state")).isEqualTo("COMPLETED");
    assertThat(snapshot.label("snapshot.trigger-type")).isEqualTo("MANUAL");
    assertThat(snapshot.label("job-reference.kind")).isEqualTo("FlinkDeployment");
    assertThat(snapshot.label("job-reference.name")).isEqualTo("example-deployment");
  }
}
