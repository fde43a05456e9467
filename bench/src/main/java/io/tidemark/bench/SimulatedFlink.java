package io.tidemark.bench;

import static java.net.HttpURLConnection.HTTP_ACCEPTED;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_OK;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.dev.FlinkJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The REST endpoints of any number of Flink clusters, each with one running job, in this process:
 * no machine could carry the clusters themselves. The answers are those that flink-rest.md
 * measured; a savepoint is complete at once unless it is held, and is nothing but its path.
 */
final class SimulatedFlink implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private final long start = Instant.now().toEpochMilli();
  private final HttpServer server;

  /** Unbounded: a thread that waits for another one would show as a slow Tidemark. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** The results of savepoints by trigger id, and of disposals by the id that was answered. */
  private final Map<String, Map<String, ?>> results = new ConcurrentHashMap<>();

  private final Set<String> savepoints = ConcurrentHashMap.newKeySet();

  /** While it is true, nothing that was asked for ends. */
  private volatile boolean held;

  static {
    // The server reads them once. Otherwise each answer may wait 40 ms for the client's
    // acknowledgement, and idle connections are closed while Tidemark takes them up again.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private record Answer(int status, Object body) {}

  SimulatedFlink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns where a cluster answers, by the name and namespace of its FlinkDeployment. */
  String urlTemplate() {
    return "http://127.0.0.1:%d/{namespace}/{name}".formatted(server.getAddress().getPort());
  }

  /** The job of the cluster of a FlinkDeployment; the file for its behaviour is never read. */
  static FlinkJob job(String namespace, String name) {
    var id = UUID.nameUUIDFromBytes((namespace + "/" + name).getBytes(UTF_8)).toString();
    return new FlinkJob(id.replace("-", ""), name, Path.of("none"));
  }

  /** Adds a savepoint without a trigger. */
  void add(String path) {
    savepoints.add(path);
  }

  /** Keeps savepoints in progress, until they are released. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
  }

  /** Returns the number of savepoints that are there. */
  int savepoints() {
    return savepoints.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().split("/", -1);
      var job = job(path[1], path[2]);
      var call = List.of(path).subList(3, path.length);
      var answer =
          exchange.getRequestMethod().equals("POST")
              ? start(path[1], job, call, JSON.readTree(exchange.getRequestBody()))
              : show(job, call);
      var body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer start(String namespace, FlinkJob job, List<String> call, JsonNode body) {
    if (call.equals(List.of("savepoint-disposal"))) {
      return new Answer(
          HTTP_OK, Map.of("request-id", dispose(body.path("savepoint-path").asText())));
    }
    if (!call.equals(List.of("jobs", job.id(), "savepoints"))) {
      return missing(call);
    }
    var trigger = body.path("triggerId").asText();
    var path = "file:/savepoints/%s/%s/%s".formatted(namespace, job.name(), trigger);
    results.computeIfAbsent(trigger, id -> take(path));
    return new Answer(HTTP_ACCEPTED, Map.of("request-id", trigger));
  }

  private Map<String, ?> take(String path) {
    savepoints.add(path);
    return Map.of("location", path);
  }

  private String dispose(String path) {
    var id = UUID.randomUUID().toString().replace("-", "");
    var cause = "java.io.FileNotFoundException: Cannot find " + path;
    results.put(
        id,
        savepoints.remove(path) ? Map.of() : Map.of("failure-cause", Map.of("stack-trace", cause)));
    return id;
  }

  private Answer show(FlinkJob job, List<String> call) {
    return switch (String.join("/", call).replace(job.id(), "{job}")) {
      case "config" ->
          new Answer(HTTP_OK, Map.of("refresh-interval", 3000, "flink-version", "1.20.5"));
      case "jobmanager/config" -> new Answer(HTTP_OK, List.of());
      case "jobs/overview" -> new Answer(HTTP_OK, Map.of("jobs", List.of(overview(job))));
      case "jobs/{job}" -> new Answer(HTTP_OK, details(job));
      case "jobs/{job}/checkpoints" -> new Answer(HTTP_OK, Map.of("history", List.of()));
      default -> result(call);
    };
  }

  private Answer result(List<String> call) {
    var result = results.get(call.get(call.size() - 1));
    if (result == null) {
      return missing(call);
    }
    return held
        ? new Answer(HTTP_OK, Map.of("status", Map.of("id", "IN_PROGRESS")))
        : new Answer(HTTP_OK, Map.of("status", Map.of("id", "COMPLETED"), "operation", result));
  }

  private Map<String, ?> overview(FlinkJob job) {
    return Map.of(
        "jid",
        job.id(),
        "name",
        job.name(),
        "start-time",
        start,
        "end-time",
        -1,
        "duration",
        Instant.now().toEpochMilli() - start,
        "state",
        "RUNNING",
        "last-modification",
        start,
        "tasks",
        Map.of("running", 2, "total", 2, "finished", 0, "failed", 0));
  }

  private Map<String, ?> details(FlinkJob job) {
    return Map.of(
        "jid", job.id(),
        "name", job.name(),
        "state", "RUNNING",
        "now", Instant.now().toEpochMilli(),
        "timestamps", Map.of("RUNNING", start, "RESTARTING", 0));
  }

  /** As Flink answers for a trigger id that it does not know, and for a path. */
  private static Answer missing(List<String> call) {
    var last = call.get(call.size() - 1);
    var error =
        call.contains("savepoints")
            ? "There is no savepoint operation with triggerId=%s for job %s."
                .formatted(last, call.get(1))
            : "Not found: /" + String.join("/", call);
    return new Answer(HTTP_NOT_FOUND, Map.of("errors", List.of(error)));
  }
}
