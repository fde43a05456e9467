package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A savepoint that was taken before, without Tidemark. */
class ImportedSavepointE2E {
  private static final String IMPORTED =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: imported}
      spec:
        savepoint: {alreadyExists: true, path: "s3://team/savepoint-abc"}
      """;

  @RegisterExtension static final Story story = Story.in("imports");

  @Test
  @DisplayName("R5 it is COMPLETED under its path, without a job and without a call to Flink")
  void completes() {
    story.snapshots().apply(IMPORTED);

    var snapshot = story.snapshots().await("imported", "COMPLETED");

    assertThat(snapshot.path()).isEqualTo("s3://team/savepoint-abc");
    assertThat(snapshot.text("/status/triggerTimestamp")).isNotEmpty();
    assertThat(snapshot.text("/status/resultTimestamp")).isNotEmpty();
    assertThat(snapshot.failures()).isZero();
    assertThat(snapshot.label("snapshot.state")).isEqualTo("COMPLETED");
    assertThat(story.shared().proxy().calls(story.namespace())).isEmpty();
    story.snapshots().delete("imported");
  }
}
