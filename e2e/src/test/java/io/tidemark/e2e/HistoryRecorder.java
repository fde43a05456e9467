package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the history of a run that has ended to a file that later releases replay (W4). The file
 * must not name the machine: process ids and host names are replaced, anything else fails.
 */
final class HistoryRecorder {
  private static final Path HISTORIES =
      Path.of("..", "workflows", "src", "test", "resources", "histories");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS =
      Set.of(
          "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED",
          "EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED",
          "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW");

  private static final String[] TASK_REPEATED = {
    "EVENT_TYPE_WORKFLOW_TASK_FAILED", "EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT"
  };

  /** In identities, and in the task queues that are named after a worker. */
  private static final Pattern PROCESS_AND_HOST = Pattern.compile("\"[^\"@]+@[^\":]+");

  private static final Pattern PAYLOAD = Pattern.compile("\"data\": ?\"([^\"]*)\"");

  private final Temporal temporal;
  private final Path file;

  private HistoryRecorder(Temporal temporal, Path file) {
    this.temporal = temporal;
    this.file = file;
  }

  /**
   * Returns the recorder of one case. It skips the test when the case has been recorded already,
   * since a recorded history is never overwritten.
   */
  static HistoryRecorder of(Temporal temporal, String workflowType, String name) {
    var version = requireNonNull(System.getProperty("tidemark.version"), "use make histories");
    var file = HISTORIES.resolve(workflowType).resolve(version + "-" + name + ".json");
    assumeThat(file).doesNotExist();
    return new HistoryRecorder(temporal, file);
  }

  /**
   * Records the latest run of a workflow.
   *
   * @param ending what the last event has to contain, so that no other history takes this name
   */
  void record(String workflowId, String ending) {
    record(workflowId, temporal.latestRun(workflowId), ending);
  }

  /** Records one run of a workflow. */
  void record(String workflowId, String run, String ending) {
    var ended =
        await("the end of " + workflowId)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> history(workflowId, run), HistoryRecorder::hasEnded);
    var text = PROCESS_AND_HOST.matcher(ended).replaceAll("\"tidemark@host");
    assertThat(readable(lastEvent(ended).toString())).contains(ending);
    assertThat(text).as("a task that is repeated leaves out steps").doesNotContain(TASK_REPEATED);
    assertThat(readable(text))
        .doesNotContain(
            System.getProperty("user.home") + "/",
            System.getProperty("user.dir"),
            System.getProperty("java.io.tmpdir"));
    write(text);
  }

  private String history(String workflowId, String run) {
    return temporal.temporal("workflow", "show", "-w", workflowId, "-r", run, "--output", "json");
  }

  private static boolean hasEnded(String history) {
    return ENDS.contains(lastEvent(history).path("eventType").asText());
  }

  private static JsonNode lastEvent(String history) {
    try {
      var events = JSON.readTree(history).path("events");
      return events.path(events.size() - 1);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes the payloads, which are Base64. */
  private static String readable(String history) {
    return PAYLOAD
        .matcher(history)
        .replaceAll(payload -> Matcher.quoteReplacement(decoded(payload.group(1))));
  }

  private static String decoded(String payload) {
    return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  private void write(String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
