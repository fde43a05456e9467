package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The directory for the files of a stack: one that the user named and keeps, or a temporary one
 * that is deleted with the stack.
 */
record WorkDirectory(Path path, boolean temporary) implements AutoCloseable {
  static WorkDirectory inTemporaryFolder() {
    try {
      return new WorkDirectory(Files.createTempDirectory("tidemark-dev-"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WorkDirectory kept(Path path) {
    return new WorkDirectory(path.toAbsolutePath(), false);
  }

  Path subdirectory(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!temporary || Files.notExists(path)) {
      return;
    }
    try (var files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
