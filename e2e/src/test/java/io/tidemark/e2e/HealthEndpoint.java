package io.tidemark.e2e;

import io.tidemark.dev.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Asks for the health of a Tidemark that is started otherwise than as the dev stack does.
 *
 * @param port its HTTP port on this machine
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

  /** Returns the status of {@code /health/live}. */
  int live() throws IOException, InterruptedException {
    return status("/health/live");
  }

  /** Returns the status of {@code /health/ready}. */
  int ready() throws IOException, InterruptedException {
    return status("/health/ready");
  }

  private int status(String path) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + port + path);
    var request = HttpRequest.newBuilder(address).timeout(Waits.LIMIT).build();
    return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
  }
}
