package io.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The savepoints below a folder; Flink writes {@code _metadata} last. */
record SavepointFiles(Path directory) {

  long count() {
    if (Files.notExists(directory)) {
      return 0;
    }
    try (var savepoints = Files.list(directory)) {
      return savepoints.filter(it -> Files.exists(it.resolve("_metadata"))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
