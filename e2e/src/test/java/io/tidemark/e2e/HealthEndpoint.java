package io.tidemark.e2e;

import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Asks for the health of a Tidemark on this machine.
 *
 * @param port its HTTP port
 */
record HealthEndpoint(int port) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Returns one whose port is free. */
  static HealthEndpoint onFreePort() {
    try (var socket = new ServerSocket(0)) {
      return new HealthEndpoint(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns that of a server of the dev stack. */
  static HealthEndpoint of(TidemarkServer server) {
    return new HealthEndpoint(server.address().getPort());
  }

  /** Returns the status of {@code /health/live}. */
  int live() throws IOException, InterruptedException {
    return get("/health/live").statusCode();
  }

  /** Returns the status of {@code /health/ready}. */
  int ready() throws IOException, InterruptedException {
    return readiness().statusCode();
  }

  /** Returns the answer of {@code /health/ready}, whose body says why a server is not ready. */
  HttpResponse<String> readiness() throws IOException, InterruptedException {
    return get("/health/ready");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + port + path);
    var request = HttpRequest.newBuilder(address).timeout(Waits.LIMIT).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
