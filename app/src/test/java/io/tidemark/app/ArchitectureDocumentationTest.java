package io.tidemark.app;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps the map of packages in docs/explain/architecture.md complete. */
class ArchitectureDocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCUMENT = ROOT.resolve("docs/explain/architecture.md");
  private static final Pattern LINE = Pattern.compile("(?m)^- `(io\\.tidemark[\\w.]*)`: \\S");
  private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");

  @Test
  @DisplayName("The map of packages has a line for each package of src/main, and no other")
  void everyPackageIsOnTheMap() throws IOException {
    var packages = new TreeSet<String>();
    for (var module : matches(MODULE, ROOT.resolve("pom.xml"))) {
      packages.addAll(packagesBelow(ROOT.resolve(module).resolve("src/main/java")));
    }
    packages.add("io.tidemark.e2e"); // has tests only

    assertThat(matches(LINE, DOCUMENT)).as("lines of %s", DOCUMENT).isEqualTo(packages);
  }

  private static Set<String> packagesBelow(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return Set.of();
    }
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static Set<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
