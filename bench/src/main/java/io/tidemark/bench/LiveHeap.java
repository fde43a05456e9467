package io.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The objects of a JVM that are in use: its heap after a full collection. */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /** Collects the garbage of the JVM with this process id, and returns what is left. */
  static double megabytes(long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String output;
      try (var reader = process.inputReader()) {
        output = String.join("\n", reader.lines().toList());
      }
      var total = TOTAL.matcher(output);
      if (!total.find()) {
        throw new IllegalStateException("jcmd shows no heap: " + output);
      }
      return Double.parseDouble(total.group(1)) / (1 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
