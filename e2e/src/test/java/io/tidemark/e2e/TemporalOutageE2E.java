package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Temporal is away for a while. */
class TemporalOutageE2E {
  /** Polls that have failed by then; some ten pollers try over and over. */
  private static final int LONG_ENOUGH = 60;

  /** One logs the outage, and each task that was under way may log its own end. */
  private static final int WARNINGS = 10;

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: slow}
        savepoint: {path: "%2$s"}
      """;

  @RegisterExtension static final Story story = Story.in("temporal-outage");

  private static DevStack temporal;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void start() {
    temporal = DevStack.builder().temporal().start();
    tidemark =
        story.serve(
            "temporal-outage",
            Map.of(
                "TEMPORAL_ADDRESS", temporal.temporal().address(), "TIDEMARK_LOG_LEVEL", "info"));
  }

  @AfterAll
  static void close() {
    temporal.close();
  }

  @Test
  @DisplayName("S3 an outage of Temporal logs only a few lines, and everything continues after it")
  void fewLines() {
    var job = story.submit(FlinkJobOptions.named("slow"));
    job.holdSnapshots();
    story.snapshots().apply(SAVEPOINT.formatted("before", story.directory("before")));
    story.snapshots().await("before", "IN_PROGRESS");
    var linesBefore = log().size();

    temporal.temporal().process().kill();
    job.healSnapshots();
    story.snapshots().apply(SAVEPOINT.formatted("during", story.directory("during")));
    await("the outage to last").until(() -> failedPolls() > LONG_ENOUGH);
    temporal.temporal().process().start();
    story.snapshots().await("before", "COMPLETED");
    story.snapshots().await("during", "COMPLETED");

    var lines = log();
    var outage = lines.subList(linesBefore, lines.size());
    assertThat(outage).anyMatch(line -> line.contains("Not ready: temporal: "));
    assertThat(outage).filteredOn(line -> line.contains(" WARN ")).hasSizeLessThan(WARNINGS);
    assertThat(Story.savepoints(story.directory("before"))).hasSize(1);
    assertThat(Story.savepoints(story.directory("during"))).hasSize(1);
  }

  private static List<String> log() {
    try {
      return Files.readAllLines(tidemark.process().logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double failedPolls() {
    return tidemark
        .metrics()
        .lines()
        .filter(line -> line.startsWith("temporal_long_request_failure_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
