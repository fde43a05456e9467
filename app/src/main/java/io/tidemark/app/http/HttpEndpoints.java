package io.tidemark.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class HttpEndpoints implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  /**
   * Two threads, so that a scrape of the metrics does not wait for a readiness check that hangs.
   */
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

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
    endpoints.serve("/metrics", () -> new Reply(OK, METRICS, metrics.get()));
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
