package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * An SBOM in CycloneDX's JSON format.
 *
 * @param format its own name of the format
 * @param subject the name of what it describes
 * @param files the names that the subject and its libraries have as files
 */
record Sbom(String format, String subject, Set<String> files) {
  private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator);

  static Sbom read(Path file) throws IOException {
    var json = new ObjectMapper().readTree(file.toFile());
    var subject = json.at("/metadata/component");
    var files = new HashSet<String>();
    files.add(fileName(subject));
    json.path("components").forEach(component -> files.add(fileName(component)));
    return new Sbom(json.path("bomFormat").asText(), subject.path("name").asText(), files);
  }

  /** Returns the names of this JVM's libraries of which a class is in the program's jar. */
  static Set<String> librariesIn(Path program) throws IOException {
    var found = new HashSet<String>();
    try (var jar = new JarFile(program.toFile())) {
      for (var entry : SEPARATOR.split(System.getProperty("java.class.path"), 0)) {
        if (entry.endsWith(".jar") && hasAClassOf(jar, Path.of(entry))) {
          found.add(Path.of(entry).getFileName().toString());
        }
      }
    }
    return found;
  }

  private static String fileName(JsonNode component) {
    return "%s-%s.jar"
        .formatted(component.path("name").asText(), component.path("version").asText());
  }

  private static boolean hasAClassOf(JarFile program, Path library) throws IOException {
    try (var jar = new JarFile(library.toFile())) {
      return jar.stream()
          .filter(Sbom::isClass)
          .anyMatch(entry -> same(entry, program.getJarEntry(entry.getName())));
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class")
        && !entry.getName().startsWith("META-INF/")
        && !entry.getName().equals("module-info.class");
  }

  private static boolean same(JarEntry entry, JarEntry other) {
    return other != null && other.getCrc() == entry.getCrc();
  }
}
