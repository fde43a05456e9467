package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The metrics, alerts and dashboard of a Tidemark with a thousand snapshots. */
class MetricsE2E {
  private static final int IMPORTS = 1_000;
  private static final int JOBS = 12;
  private static final int LIMIT_OF_JOBS = 10;

  /** Most are the Temporal SDK's, by operation and activity. */
  private static final int SERIES = 1_500;

  private static final String ALL_COMPLETED =
      "tidemark_snapshots{job_namespace=\"metrics\",state=\"COMPLETED\",trigger_type=\"MANUAL\","
          + "type=\"SAVEPOINT\"} "
          + (double) (IMPORTS + JOBS);
  private static final Path CHART = Path.of("..", "helm", "tidemark");
  private static final Path ALERTS = CHART.resolve("alerts.yaml");
  private static final Path TESTS = Path.of("src", "test", "promtool", "alerts.test.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMPORTED =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: imported-%d}
      spec:
        savepoint: {alreadyExists: true, path: "s3://team/savepoint-%1$d", disposeOnDelete: false}
      ---
      """;
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: savepoint-%d}
      spec:
        jobReference: {kind: FlinkDeployment, name: job-%1$d}
        savepoint: {}
      ---
      """;

  @RegisterExtension static final Story story = Story.in("metrics");

  @TempDir private static Path directory;

  /** The number of scrapes that promtool reads; each one starts a process. */
  private static final int READINGS = 5;

  private static final List<String> scrapes = new ArrayList<>();
  private static TidemarkServer tidemark;

  /** One job is due every few seconds, so that its schedule soon expects something of it. */
  @BeforeAll
  static void work() {
    tidemark =
        story.serve(
            "metrics",
            Map.of("TIDEMARK_METRICS_LIMIT", "" + LIMIT_OF_JOBS, "TIDEMARK_LOG_FORMAT", "json"));
    IntStream.range(0, JOBS).forEach(number -> story.deploy("job-" + number));
    story
        .snapshots()
        .kubectl("annotate", "flinkdeployment", "job-0", "tidemark.io/periodic-savepoint=3 s");
    failWorkflowTask();
    var created =
        CompletableFuture.runAsync(
            () -> story.snapshots().create(all(SAVEPOINT, JOBS) + all(IMPORTED, IMPORTS)));
    await("a scrape with all of them")
        .pollInterval(Duration.ofSeconds(1)) // a scrape under load is not to be the load
        .until(MetricsE2E::collect, it -> it.text().contains(ALL_COMPLETED));
    created.join();
  }

  /** The SDK has the metric of failed tasks once one has failed, as of a run without its input. */
  private static void failWorkflowTask() {
    story
        .temporal()
        .temporal(
            "workflow",
            "start",
            "--type=SnapshotWorkflow",
            "--task-queue=metrics",
            "--workflow-id=without-input",
            "--input=\"none\"");
  }

  private static Scrape collect() {
    scrapes.add(tidemark.metrics());
    return new Scrape(scrapes.get(scrapes.size() - 1));
  }

  @Test
  @DisplayName(
      "S3 Prometheus can read scrapes under load, and finds fault with the SDK's metrics only")
  void valid() throws IOException {
    for (var reading = 0; reading < READINGS; reading++) {
      var scrape = scrapes.get(reading * (scrapes.size() - 1) / (READINGS - 1));

      var checked = Promtool.checkMetrics(file(scrape));

      assertThat(checked.status()).isEqualTo(Promtool.STYLE);
      assertThat(checked.output().lines()).allMatch(line -> line.startsWith("temporal_"));
    }
  }

  @Test
  @DisplayName(
      "S3 series are few with a thousand snapshots: none has its own, and jobs only so many")
  void bounded() {
    await("series")
        .untilAsserted(
            () -> {
              var scrape = new Scrape(tidemark.metrics());
              assertThat(scrape.series("").size()).isLessThan(SERIES);
              assertThat(scrape.text()).doesNotContain("imported");
              assertThat(scrape.series("tidemark_job_failures_in_a_row")).hasSize(LIMIT_OF_JOBS);
              assertThat(scrape.text())
                  .contains("tidemark_jobs_left_out " + (JOBS - LIMIT_OF_JOBS));
            });
  }

  @ParameterizedTest
  @MethodSource("expressions")
  @DisplayName("S3 alerts and dashboard are valid, and use names and labels that a scrape has")
  void expressions(Expression expression) {
    assertThat(Promtool.parse(expression.text()).status()).isZero();
    assertThat(expression.metrics()).isNotEmpty();
    await("names and labels")
        .untilAsserted(
            () -> {
              var scrape = new Scrape(tidemark.metrics());
              var labels = expression.metrics().stream().flatMap(scrape::labels);
              assertThat(scrape.names()).containsAll(expression.metrics());
              assertThat(labels).containsAll(expression.labels());
            });
  }

  static Stream<Expression> expressions() throws IOException {
    var dashboard = CHART.resolve("dashboards").resolve("tidemark.json");
    var panels = JSON.readTree(dashboard.toFile()).findValuesAsText("expr");
    return Stream.concat(
        alerts("expr").map(Expression::new), panels.stream().map(Expression::ofPanel));
  }

  @Test
  @DisplayName("S3 each alert fires when it should and only then, and has an entry in the runbook")
  void alerts() throws IOException {
    var runbook = Files.readAllLines(Path.of("..", "docs", "operate", "runbook.md"));
    var names = alerts("alert").toList();

    assertThat(Promtool.checkRules(ALERTS).status()).isZero();
    assertThat(Promtool.testRules(TESTS).output()).contains("SUCCESS");
    assertThat(Files.readString(TESTS)).contains(names);
    assertThat(runbook).containsAll(names.stream().map("## "::concat).toList());
    assertThat(runbook.stream().filter(line -> line.startsWith("**Page**: [")))
        .as("the links from the alerts to the pages of the symptoms")
        .hasSameSizeAs(names);
    assertThat(alerts("runbook_url"))
        .containsExactlyElementsOf(
            names.stream()
                .map(name -> "docs/operate/runbook.md#" + name.toLowerCase(ROOT))
                .toList());
  }

  @Test
  @DisplayName("S3 the log has one line for a snapshot that completed, with what tells it apart")
  void logLines() throws IOException {
    var snapshot = story.snapshots().get("savepoint-1");
    var own = await("the line").until(() -> logOf("savepoint-1"), lines -> !lines.isEmpty());

    assertThat(own)
        .singleElement()
        .satisfies(
            text -> {
              var line = JSON.readTree(text);
              assertThat(line.at("/level").asText()).isEqualTo("INFO");
              assertThat(line.at("/formattedMessage").asText())
                  .isEqualTo("COMPLETED: " + snapshot.path());
              assertThat(line.at("/mdc/namespace").asText()).isEqualTo("metrics");
              assertThat(line.at("/mdc/workflowId").asText()).isEqualTo(snapshot.workflowId());
            });
  }

  private static List<String> logOf(String snapshot) throws IOException {
    return Files.readAllLines(tidemark.process().logFile()).stream()
        .filter(line -> line.contains("\"" + snapshot + "\""))
        .toList();
  }

  private static Stream<String> alerts(String field) throws IOException {
    return Serialization.unmarshal(Files.readString(ALERTS), JsonNode.class)
        .findValuesAsText(field)
        .stream();
  }

  private static String all(String yaml, int count) {
    return IntStream.range(0, count).mapToObj(yaml::formatted).collect(Collectors.joining());
  }

  private static Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("metrics.txt"), text);
  }
}
