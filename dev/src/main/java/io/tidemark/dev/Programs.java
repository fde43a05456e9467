package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The external programs at the versions of {@code tools/versions.env}. The script {@code
 * tools/provide} downloads or builds what its cache does not hold yet, which takes minutes, and
 * says so on the standard error stream.
 */
public final class Programs {
  private Programs() {}

  /** The path of {@code etcd}, {@code kubectl}, {@code temporal}, {@code tctl} … */
  public static Path path(String name) {
    return paths(List.of(name)).get(0);
  }

  /** Returns shell words that provide a program when they are run, and expand to its path. */
  static String shellWords(String name) {
    return "\"$(" + Path.of(script()).normalize() + " " + name + ")\"";
  }

  static List<Path> paths(List<String> names) {
    var command = new ArrayList<>(List.of(script()));
    command.addAll(names);
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<Path> paths;
      try (var output = process.inputReader()) {
        paths = output.lines().map(Path::of).toList();
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + process.exitValue());
      }
      return paths;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }

  private static String script() {
    return Resources.text("provide.path");
  }
}
