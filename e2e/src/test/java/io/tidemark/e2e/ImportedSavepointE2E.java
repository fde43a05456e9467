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

  /** As the reference operator creates it after it has stopped a job. */
  private static final String UPGRADE =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: orders-savepoint-upgrade-1795764573658
        labels: {snapshot.trigger-type: UPGRADE}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkSessionJob, name: orders}
        savepoint:
          {alreadyExists: true, disposeOnDelete: false, formatType: CANONICAL, path: "s3://team/up"}
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

  @Test
  @DisplayName("U3 an UPGRADE snapshot of the reference completes like any other, and is kept")
  void upgradeOfTheReference() {
    var name = "orders-savepoint-upgrade-1795764573658";
    story.snapshots().apply(UPGRADE);

    var snapshot = story.snapshots().await(name, "COMPLETED");

    assertThat(snapshot.path()).isEqualTo("s3://team/up");
    assertThat(snapshot.label("snapshot.trigger-type")).isEqualTo("UPGRADE");
    assertThat(snapshot.label("job-reference.name")).isEqualTo("orders");
    assertThat(story.shared().proxy().calls(story.namespace())).isEmpty();
    story.snapshots().delete(name);
  }
}
