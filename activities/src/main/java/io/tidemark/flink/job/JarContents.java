package io.tidemark.flink.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks into jars before the cluster gets them, which checks nothing itself (U7, U11). */
final class JarContents {
  private JarContents() {}

  /** Writes a jar without classes, for a program whose class the cluster has. */
  static void writeEmpty(Path target) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    new JarOutputStream(Files.newOutputStream(target), manifest).close();
  }

  /**
   * Returns why Flink could not start the jar, in one line; empty if it can.
   *
   * @param entryClass null for the one that the manifest names
   */
  static Optional<String> problem(Path jar, @Nullable String entryClass) {
    try (var file = new JarFile(jar.toFile(), false)) {
      var named = entryClass == null ? manifestClass(file) : Optional.of(entryClass);
      if (named.isEmpty()) {
        return Optional.of("its manifest names no Main-Class, and spec.job.entryClass is not set");
      }
      return named
          .filter(name -> !hasClass(file, name))
          .map(name -> "it has no class %s".formatted(name));
    } catch (IOException | SecurityException unreadable) {
      return Optional.of("it is no jar: " + unreadable.getMessage());
    }
  }

  /** The order in which Flink looks. */
  private static Optional<String> manifestClass(JarFile file) throws IOException {
    var manifest = file.getManifest();
    return manifest == null
        ? Optional.empty()
        : Stream.of("program-class", "Main-Class")
            .map(manifest.getMainAttributes()::getValue)
            .filter(name -> name != null && !name.isBlank())
            .map(String::strip)
            .findFirst();
  }

  /** Flink takes jars in {@code lib/} of the jar too, which are not looked into. */
  private static boolean hasClass(JarFile file, String name) {
    return file.getEntry(name.replace('.', '/') + ".class") != null
        || file.stream()
            .anyMatch(it -> it.getName().startsWith("lib/") && it.getName().endsWith(".jar"));
  }
}
