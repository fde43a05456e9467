package io.tidemark.dev;

import java.io.IOException;
import java.util.List;

/** Runs a program to its end. */
record Commands(int status, String output) {
  static Commands run(Object... words) throws IOException, InterruptedException {
    var command = List.of(words).stream().map(Object::toString).toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      var output = String.join("\n", reader.lines().toList());
      return new Commands(process.waitFor(), output);
    }
  }
}
