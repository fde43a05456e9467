package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.tidemark.dev.Programs;
import io.tidemark.dev.TemporalServer;
import io.tidemark.dev.Waits;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A Temporal server as its users see it: with {@code temporal} and {@code tctl}. */
final class Temporal {
  /** Each look is a process of its own. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

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

  /** Returns a connection of the SDK whose calls may take as long as the machine needs. */
  static WorkflowServiceStubs connect(TemporalServer server) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(server.address())
            .setRpcTimeout(Waits.LIMIT)
            .setSystemInfoTimeout(Waits.LIMIT)
            .build());
  }

  /** Returns the output of {@code temporal}. */
  String temporal(String... arguments) {
    return run(temporal, List.of(arguments), List.of("--address", server.address()));
  }

  /** Returns the output of {@code temporal} with {@code --output json}. */
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

  /** Returns the output of {@code tctl}. */
  String tctl(String... arguments) {
    var timeout = "--context_timeout=" + Waits.LIMIT.toSeconds();
    return run(tctl, List.of("--address", server.address(), timeout), List.of(arguments));
  }

  /** Returns the id of a workflow's latest run. */
  String latestRun(String workflowId) {
    return temporalJson("workflow", "describe", "--workflow-id", workflowId)
        .at("/workflowExecutionInfo/execution/runId")
        .asText();
  }

  /** Sends a signal, with an input in JSON or without one. */
  void signal(String workflowId, String name, String... input) {
    send(List.of("workflow", "signal", "-w", workflowId, "--name", name), input);
  }

  /** Sends an Update in the same way, and returns what is printed of its answer. */
  String update(String workflowId, String name, String... input) {
    return send(List.of("workflow", "update", "execute", "-w", workflowId, "--name", name), input);
  }

  private String send(List<String> command, String... input) {
    var words = new ArrayList<>(command);
    List.of(input).forEach(it -> words.addAll(List.of("--input", it)));
    return temporal(words.toArray(String[]::new));
  }

  /**
   * Waits until the runs of a workflow are listed up to the latest, which a description names
   * without delay, and returns their ids.
   */
  List<String> runs(String workflowId) {
    var latest = latestRun(workflowId);
    return awaitListed("WorkflowId='" + workflowId + "'", runs -> runs.contains(latest));
  }

  /** Waits until a query finds a run, and returns the ids of all that it finds. */
  List<String> awaitListed(String query) {
    return awaitListed(query, runs -> !runs.isEmpty());
  }

  /** Waits until what a query finds is as it should be: the server lists runs with a delay. */
  List<String> awaitListed(String query, Predicate<List<String>> condition) {
    return await("list of " + query).pollInterval(INTERVAL).until(() -> listed(query), condition);
  }

  /** Returns the description of a schedule. */
  JsonNode schedule(String id) {
    return temporalJson("schedule", "describe", "--schedule-id", id);
  }

  /** Returns the ids of the runs that a query finds by now. */
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
