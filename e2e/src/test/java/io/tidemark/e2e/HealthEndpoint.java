package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * The health of a Tidemark that is started otherwise than as the dev stack does.
 *
 * @param port its HTTP port on this machine
 */
record HealthEndpoint(int port) {
  /** Returns one whose port is free. */
  static HealthEndpoint onFreePort() {
    try (var socket = new ServerSocket(0)) {
      return new HealthEndpoint(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the status of {@code /health/live}. */
  int live() throws IOException, InterruptedException {
    return status("/health/live");
  }

  /** Returns the status of {@code /health/ready}. */
  int ready() throws IOException, InterruptedException {
    return status("/health/ready");
  }

  private int status(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
