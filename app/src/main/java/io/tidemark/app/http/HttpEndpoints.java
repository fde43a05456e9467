package io.tidemark.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. Each request has its own
 * thread, so none waits for another one, and a client that stalls loses its connection (S7).
 */
public final class HttpEndpoints implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  /** More scrapes at once than this are refused: each of them takes a thread and memory. */
  private static final int MAX_SCRAPES = 4;

  /** Limits of the JDK's server for one request, unless the command line sets others. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10", // seconds until the request is complete
          "sun.net.httpserver.maxRspTime", "60"); // seconds until the client has the response

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore scrapes = new Semaphore(MAX_SCRAPES);

  private HttpEndpoints(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens the port and serves the endpoints.
   *
   * @param port the port; 0 takes any free one
   * @param health the conditions of {@code /health/ready}
   * @param metrics supplies the text of {@code /metrics}, in the format of Prometheus
   * @throws IOException if the port is taken
   */
  public static HttpEndpoints open(int port, Health health, Supplier<String> metrics)
      throws IOException {
    requireNonNull(health, "health is null");
    requireNonNull(metrics, "metrics is null");
    var endpoints = new HttpEndpoints(listen(port));
    endpoints.serve("/", () -> new Reply(NOT_FOUND, TEXT, "/health/live /health/ready /metrics"));
    endpoints.serve("/health/live", () -> new Reply(OK, TEXT, "alive"));
    endpoints.serve("/health/ready", () -> ready(health.missing()));
    endpoints.serve("/metrics", () -> endpoints.scrape(metrics));
    endpoints.server.setExecutor(endpoints.threads);
    endpoints.server.start();
    return endpoints;
  }

  /** Returns the port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer listen(int port) throws IOException {
    LIMITS.forEach((name, seconds) -> System.getProperties().putIfAbsent(name, seconds));
    try {
      return HttpServer.create(new InetSocketAddress(port), 0);
    } catch (BindException e) {
      throw new BindException("port %d: %s".formatted(port, e.getMessage()));
    }
  }

  private record Reply(int status, String type, String text) {}

  private static Reply ready(List<String> missing) {
    return missing.isEmpty()
        ? new Reply(OK, TEXT, "ready")
        : new Reply(UNAVAILABLE, TEXT, String.join("\n", missing));
  }

  private Reply scrape(Supplier<String> metrics) {
    if (!scrapes.tryAcquire()) {
      return new Reply(UNAVAILABLE, TEXT, MAX_SCRAPES + " other scrapes are running");
    }
    try {
      return new Reply(OK, METRICS, metrics.get());
    } finally {
      scrapes.release();
    }
  }

  private void serve(String path, Supplier<Reply> reply) {
    server.createContext(path, exchange -> send(exchange, reply.get()));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      var body = (reply.text() + "\n").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
