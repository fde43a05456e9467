package io.tidemark.flink.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The files that jars are downloaded to. A process that is killed leaves its own, and the temporary
 * directory of a pod outlives its container: each creation of a file deletes the old ones.
 */
final class TemporaryJars {
  /** Longer than a download and an upload may take. */
  private static final Duration LONGEST_USE = Duration.ofHours(3);

  private static final String PREFIX = "tidemark-jar-";

  private final Path directory;

  TemporaryJars(Path directory) {
    this.directory = directory;
  }

  /** Returns those of this process's temporary directory. */
  static TemporaryJars ofTheSystem() {
    return new TemporaryJars(Path.of(System.getProperty("java.io.tmpdir")));
  }

  Path create(Instant now) throws IOException {
    try (var files = Files.newDirectoryStream(directory, PREFIX + "*.jar")) {
      for (var file : files) {
        if (isOld(file, now)) {
          Files.deleteIfExists(file);
        }
      }
    }
    return Files.createTempFile(directory, PREFIX, ".jar");
  }

  private static boolean isOld(Path file, Instant now) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(LONGEST_USE));
  }
}
