package io.tidemark.e2e;

import static java.util.concurrent.TimeUnit.MINUTES;

import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that ran to its end.
 *
 * @param status its exit code
 * @param output what it printed, on both streams
 */
record Execution(int status, String output) {
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
      var unused = process.onExit().orTimeout(4, MINUTES).exceptionally(late -> end(process));
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

  /** What hangs ends with all that it started: JUnit's limit, 5 min, cannot interrupt a read. */
  private static Process end(Process process) {
    var started = process.descendants().toList();
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    return process;
  }

  /** The runnable jar with these arguments, on this JVM's Java. */
  static Execution ofTidemark(List<String> arguments, Map<String, String> environment) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-jar", TidemarkServer.jar().toString()));
    command.addAll(arguments);
    return of(command, environment);
  }

  /** The output of a program that is expected to succeed. */
  String successful() {
    if (status != 0) {
      throw new IllegalStateException("Exit code " + status + ": " + output);
    }
    return output;
  }
}
