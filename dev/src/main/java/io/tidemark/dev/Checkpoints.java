package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The checkpoints that jobs left in a cluster's folder: {@code <job>/chk-<number>/_metadata}. */
record Checkpoints(Path directory) {
  Optional<String> latest(FlinkJob job) {
    var ofJob = directory.resolve(job.id());
    if (Files.notExists(ofJob)) {
      return Optional.empty();
    }
    try (var folders = Files.list(ofJob)) {
      return folders
          .filter(it -> Files.exists(it.resolve("_metadata")))
          .max(Comparator.comparing(Checkpoints::number))
          .map(it -> it.toUri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring("chk-".length()));
  }
}
