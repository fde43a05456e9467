package io.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
  void snapshotsFailAndRecoverAsToldWhileTheJobRunsOn() {
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
  void aDelayedSnapshotTakesItsTime() {
    var job = stack.flink().submit(FlinkJobOptions.named("slow"));
    var started = System.nanoTime();

    job.delaySnapshots(Duration.ofSeconds(2));
    var operation = take(job);

    assertThat(operation.has("location")).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(2));
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
    var target = stack.flink().savepointDirectory().toUri().toString();
    return new Savepoints(stack.flink()).take(job, Map.of("target-directory", target));
  }
}
