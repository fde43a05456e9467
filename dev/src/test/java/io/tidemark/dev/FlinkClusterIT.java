package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlinkClusterIT {
  private static DevStack stack;

  @BeforeAll
  static void start() {
    stack = DevStack.builder().flink(FlinkRelease.V2_3).jobs(1).withoutSavepointDirectory().start();
  }

  @AfterAll
  static void close() {
    stack.close();
  }

  @Test
  void aJobStartsFromTheSavepointOfAnother() {
    var first = take(job());
    assertThat(first.toString()).contains("location");
    var location = first.path("location").asText();
    var second = FlinkJobOptions.named("second").withSavepoint(location);

    var restored = stack.flink().submit(second);

    assertThat(Path.of(URI.create(location)).resolve("_metadata")).isNotEmptyFile();
    assertThat(stack.flink().status(restored)).isEqualTo("RUNNING");
    stack.flink().cancel(restored);
  }

  @Test
  void withoutADefaultDirectoryATriggerMustNameOne() {
    assertThatThrownBy(() -> new Savepoints(stack.flink()).take(job()))
        .hasMessageContaining("Property [target-directory] must be provided");
  }

  @Test
  void snapshotsFailAndRecoverOnRequestWhileTheJobRuns() {
    var job =
        stack.flink().submit(FlinkJobOptions.named("frail").withTolerableFailedCheckpoints(9));

    job.failSnapshots();
    var failed = take(job);
    job.healSnapshots();
    var good = take(job);

    assertThat(failed.at("/failure-cause/stack-trace").asText())
        .contains("Asynchronous task checkpoint failed");
    assertThat(good.has("location")).isTrue();
    assertThat(stack.flink().status(job)).isEqualTo("RUNNING");
    stack.flink().cancel(job);
  }

  @Test
  void aHeldSnapshotCompletesOnceItIsReleased() {
    var job = stack.flink().submit(FlinkJobOptions.named("held"));
    var savepoints = new Savepoints(stack.flink());

    job.holdSnapshots();
    var savepoint = savepoints.trigger(job, target());
    await("a snapshot under way").until(() -> savepoints.underWay(job) > 0);
    job.healSnapshots();

    assertThat(savepoints.await(savepoint).has("location")).isTrue();
    stack.flink().cancel(job);
  }

  @Test
  void aRestartedClusterRunsTheSameJobs() {
    var job = job();

    stack.flink().restart();

    assertThat(stack.flink().jobs()).containsExactly(job);
    assertThat(take(job).has("location")).isTrue();
  }

  private static FlinkJob job() {
    return stack.flink().jobs().get(0);
  }

  private static JsonNode take(FlinkJob job) {
    return new Savepoints(stack.flink()).take(job, target());
  }

  private static Map<String, String> target() {
    return Map.of("target-directory", stack.flink().savepointDirectory().toUri().toString());
  }
}
