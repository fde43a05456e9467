package io.tidemark.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidemark.dev.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that ran to its end.
 *
 * @param status its exit code
 * @param output what it printed, on both streams
 */
record Execution(int status, String output) {
  /** A script of the documentation waits several times. */
  private static final Duration LIMIT = Waits.LIMIT.multipliedBy(3);

  static Execution of(List<String> command) {
    return of(command, Map.of());
  }

  static Execution of(List<String> command, Map<String, String> environment) {
    return of(command, environment, Path.of("."));
  }

  static Execution of(List<String> command, Map<String, String> environment, Path directory) {
    var builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      var unused =
          process
              .onExit()
              .orTimeout(LIMIT.toSeconds(), SECONDS)
              .exceptionally(late -> end(process));
      process.getOutputStream().close();
      try (var reader = process.inputReader()) {
        var output = String.join("\n", reader.lines().toList());
        return new Execution(process.waitFor(), output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }

  /** Ends a hung process and all that it started: JUnit's limit cannot interrupt a read. */
  private static Process end(Process process) {
    var started = process.descendants().toList();
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    return process;
  }

  /** The output of a program that is expected to succeed. */
  String successful() {
    if (status != 0) {
      throw new IllegalStateException("Exit code " + status + ": " + output);
    }
    return output;
  }
}
