package io.tidemark.dev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the files of one folder by HTTP on this machine. The folder has two versions of the job
 * that counts ({@code counting-1.jar}, {@code counting-2.jar}); tests may add files.
 */
public final class JarServer implements AutoCloseable {
  private final HttpServer server;
  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private JarServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  static JarServer start(Path folder) {
    try {
      for (var version = 1; version <= 2; version++) {
        var unused =
            JobJar.writeCounting(folder.resolve("counting-%d.jar".formatted(version)), version);
      }
      var jars = new JarServer(folder);
      jars.server.start();
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URL of a version of the job that counts, 1 or 2. */
  public URI countingJob(int version) {
    return url("counting-%d.jar".formatted(version));
  }

  /** Returns the URL of a file, which need not be there. */
  public URI url(String file) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), file));
  }

  /** Returns the folder, for further files. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var name = Path.of(exchange.getRequestURI().getPath()).getFileName();
      var file = name == null ? folder : folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
        return;
      }
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, Files.size(file));
      try (var out = exchange.getResponseBody()) {
        Files.copy(file, out);
      }
    }
  }
}
