package io.tidemark.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.dev.Programs;
import io.tidemark.dev.TemporalServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A Temporal server as its users see it: with {@code temporal} and {@code tctl}. */
final class Temporal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path temporal = Programs.path("temporal");
  private final Path tctl = Programs.path("tctl");
  private final TemporalServer server;

  Temporal(TemporalServer server) {
    this.server = server;
  }

  TemporalServer server() {
    return server;
  }

  /** What {@code temporal} prints. */
  String temporal(String... arguments) {
    return run(temporal, List.of(arguments), List.of("--address", server.address()));
  }

  /** What {@code temporal} prints with {@code --output json}. */
  JsonNode temporalJson(String... arguments) {
    var words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--output", "json"));
    try {
      return JSON.readTree(temporal(words.toArray(String[]::new)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The types of the events in the history of a workflow's latest run. */
  List<String> events(String workflowId) {
    var history = temporalJson("workflow", "show", "--workflow-id", workflowId);
    return StreamSupport.stream(history.path("events").spliterator(), false)
        .map(event -> event.path("eventType").asText())
        .toList();
  }

  /** The types of the activities that a workflow waits for. */
  List<String> pendingActivities(String workflowId) {
    var description = temporalJson("workflow", "describe", "--workflow-id", workflowId);
    return StreamSupport.stream(description.path("pendingActivities").spliterator(), false)
        .map(activity -> activity.at("/activityType/name").asText())
        .toList();
  }

  /** The result of a workflow, as {@code temporal} prints it. */
  String result(String workflowId) {
    return temporal("workflow", "result", "--workflow-id", workflowId);
  }

  /** Starts a cleanup of history as a user does. */
  void startCleanup(String taskQueue, String workflowId, String input) {
    temporal(
        "workflow",
        "start",
        "--type=HistoryCleanupWorkflow",
        "--task-queue=" + taskQueue,
        "--workflow-id=" + workflowId,
        "--input=" + input);
  }

  /** What {@code tctl} prints. */
  String tctl(String... arguments) {
    return run(tctl, List.of("--address", server.address()), List.of(arguments));
  }

  /** The id of a workflow's latest run. */
  String latestRun(String workflowId) {
    return temporalJson("workflow", "describe", "--workflow-id", workflowId)
        .at("/workflowExecutionInfo/execution/runId")
        .asText();
  }

  /** Sends a signal, with an input in JSON or without one. */
  void signal(String workflowId, String name, String... input) {
    var words = new ArrayList<>(List.of("workflow", "signal", "-w", workflowId, "--name", name));
    List.of(input).forEach(it -> words.addAll(List.of("--input", it)));
    temporal(words.toArray(String[]::new));
  }

  /** The run ids of a workflow, as far as the server lists them by now. */
  List<String> runs(String workflowId) {
    return listed("WorkflowId='" + workflowId + "'");
  }

  /** The run ids that a query finds, as far as the server lists them by now. */
  List<String> listed(String query) {
    var listed = temporalJson("workflow", "list", "-q", query);
    return StreamSupport.stream(listed.spliterator(), false)
        .map(run -> run.at("/execution/runId").asText())
        .toList();
  }

  private static String run(Path program, List<String> first, List<String> second) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(first);
    command.addAll(second);
    return Execution.of(command).successful();
  }
}
