package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that an example names, or another one where the user of this machine may not create
 * that.
 *
 * @param named the directory in the example
 * @param path the directory that is used
 * @param made the topmost directory that did not exist before
 */
record CustomDirectory(Path named, Path path, Path made) {
  private static final Logger log = LoggerFactory.getLogger(CustomDirectory.class);

  static CustomDirectory make(Path named, Path substitute) {
    var made = missing(named);
    try {
      Files.createDirectories(named);
      return new CustomDirectory(named, named, made);
    } catch (FileSystemException refused) {
      log.warn("{} cannot be created here ({}); using {}", named, refused.getMessage(), substitute);
      return new CustomDirectory(named, substitute, missing(substitute));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example with the directory that is used. */
  String in(String example) {
    return example.replace(named.toString(), path.toString());
  }

  /** Removes what did not exist before. */
  void remove() {
    if (Files.notExists(made)) {
      return;
    }
    try (var files = Files.walk(made)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path missing(Path directory) {
    var topmost = directory;
    while (topmost.getParent() != null && Files.notExists(topmost.getParent())) {
      topmost = topmost.getParent();
    }
    return topmost;
  }
}
