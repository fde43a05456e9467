package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots that clean up after themselves, as the owner of a job sees it. */
class RetentionE2E {
  private static final String SCHEDULE = "history-cleanup/retention";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        name: %1$s
        labels: {snapshot.trigger-type: %4$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %2$s}
        savepoint: {path: "%3$s", disposeOnDelete: true}
      """;

  @RegisterExtension static final Story story = Story.in("retention");

  /** Its schedule is due when a test triggers it, and not by itself. */
  @BeforeAll
  static void start() {
    var settings = new HashMap<>(Story.CLEANUP_ON_REQUEST);
    settings.put("TIDEMARK_HISTORY_CLEANUP_MAX_COUNT", "1");
    story.serve("retention", settings);
  }

  @Test
  @DisplayName(
      "H2 H5 max.count 2: a dry run says what goes, then the newest two stay, the others go with"
          + " their files")
  void count() {
    deploy("orders", 2);
    var taken =
        Stream.of("orders-1", "orders-2", "orders-3", "orders-4")
            .map(name -> take(name, "orders", "PERIODIC"))
            .toList();

    var dry =
        cleanUp("dry-run", "{\"namespace\": \"retention\", \"job\": \"orders\", \"dryRun\": true}");
    assertThat(present("orders")).hasSize(4);
    var real = cleanUp("real", "{\"namespace\": \"retention\", \"job\": \"orders\"}");

    assertThat(dry.path("summary").asText())
        .isEqualTo("dry run, nothing is deleted: jobs: 1, snapshots deleted: 2");
    assertThat(real.path("summary").asText()).isEqualTo("jobs: 1, snapshots deleted: 2");
    assertThat(dry.path("jobs")).isEqualTo(real.path("jobs"));
    assertThat(real.at("/jobs/0/summary").asText())
        .isEqualTo(
            "1 kept: newest completed, 1 kept: within the limits, 2 deleted: not among the newest 2"
                + " completed");
    assertThat(lines(real))
        .containsExactly(
            "orders-1 deleted: not among the newest 2 completed",
            "orders-2 deleted: not among the newest 2 completed");
    taken.subList(0, 2).forEach(it -> story.snapshots().awaitGone(it.text("/metadata/name")));
    assertThat(present("orders")).containsExactlyInAnyOrder("orders-3", "orders-4");
    assertThat(taken)
        .extracting(it -> it.directory().toFile().exists())
        .containsExactly(false, false, true, true);
    assertThat(story.snapshots().awaitEvent("orders", "HistoryCleanedUp").getMessage())
        .isEqualTo(
            "Deleted orders-1 (not among the newest 2 completed), orders-2 (not among the newest 2"
                + " completed).");
  }

  @Test
  @DisplayName("H2 M1 a job that sets no limit is cleaned up by that of the settings")
  void defaults() {
    story.deploy("plain");
    Stream.of("plain-1", "plain-2").forEach(name -> take(name, "plain", "PERIODIC"));

    var result = cleanUp("plain", "{\"namespace\": \"retention\", \"job\": \"plain\"}");

    assertThat(lines(result)).containsExactly("plain-1 deleted: not among the newest 1 completed");
    story.snapshots().awaitGone("plain-1");
    assertThat(present("plain")).containsExactly("plain-2");
  }

  @Test
  @DisplayName("H1 H4 the triggered schedule spares what is pinned or manual, and keeps to a ttl")
  void pinAndTtl() {
    deploy("pins", 1);
    Stream.of("pins-1", "pins-2").forEach(name -> take(name, "pins", "PERIODIC"));
    Stream.of("by-hand", "for-a-while").forEach(name -> take(name, "pins", "MANUAL"));
    take("pins-3", "pins", "UPGRADE");
    story.snapshots().kubectl("annotate", "flinksnp", "pins-1", "tidemark.io/pin=true");
    story.snapshots().kubectl("annotate", "flinksnp", "for-a-while", "tidemark.io/ttl=1 ms");

    story.temporal().temporal("schedule", "trigger", "--schedule-id", SCHEDULE);

    story.snapshots().awaitGone("pins-2");
    story.snapshots().awaitGone("for-a-while");
    assertThat(present("pins")).containsExactlyInAnyOrder("pins-1", "by-hand", "pins-3");
  }

  @Test
  @DisplayName("H1 H5 a suspended job says so to tctl, and keeps what has no ttl")
  void stopped() {
    deploy("stopped", 0);
    Stream.of("stopped-0", "stopped-1", "stopped-2")
        .forEach(name -> take(name, "stopped", "PERIODIC"));
    story.snapshots().kubectl("annotate", "flinksnp", "stopped-0", "tidemark.io/ttl=1 ms");
    patch("stopped", "{\"spec\": {\"job\": {\"state\": \"suspended\"}}}");

    cleanUp("stopped", "{\"job\": \"stopped\"}");

    assertThat(story.temporal().tctl("workflow", "show", "-w", "stopped"))
        .contains("1 kept: its job is suspended");
    story.snapshots().awaitGone("stopped-0");
    assertThat(present("stopped")).containsExactlyInAnyOrder("stopped-1", "stopped-2");
  }

  @Test
  @DisplayName("H1 H4 a ttl ends a snapshot whose job is gone")
  void gone() {
    story.deploy("gone");
    take("gone-1", "gone", "PERIODIC");
    take("gone-2", "gone", "PERIODIC");
    story.snapshots().kubectl("annotate", "flinksnp", "gone-2", "tidemark.io/ttl=1 ms");
    story.snapshots().kubectl("delete", "flinkdeployment", "gone");

    var result = cleanUp("gone", "{\"job\": \"gone\"}");

    assertThat(lines(result)).containsExactly("gone-2 deleted: its ttl of PT0.001S has expired");
    story.snapshots().awaitGone("gone-2");
    assertThat(present("gone")).containsExactly("gone-1");
  }

  private static void deploy(String name, int count) {
    story.deploy(name);
    patch(
        name,
        """
        {"spec": {"flinkConfiguration": {"kubernetes.operator.savepoint.history.max.count": "%d"}}}
        """
            .formatted(count));
  }

  private static void patch(String name, String patch) {
    story.snapshots().kubectl("patch", "flinkdeployment", name, "--type=merge", "--patch=" + patch);
  }

  private static Snapshot take(String name, String job, String triggerType) {
    story.snapshots().apply(SAVEPOINT.formatted(name, job, story.directory(name), triggerType));
    return story.snapshots().await(name, "COMPLETED");
  }

  /** Starts a history cleanup as a user does and returns its result. */
  private static JsonNode cleanUp(String workflow, String input) {
    story.temporal().startCleanup("retention", workflow, input);
    return story.temporal().temporalJson("workflow", "result", "-w", workflow).path("result");
  }

  private static List<String> lines(JsonNode result) {
    return StreamSupport.stream(result.at("/jobs/0/snapshots").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static List<String> present(String job) {
    return story.snapshots().labelled("job-reference.name", job).stream()
        .map(it -> it.text("/metadata/name"))
        .toList();
  }
}
