package io.tidemark.app;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.workflow.model.SnapshotType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/annotations.md complete: each name in the code has an entry of its own. */
class AnnotationDocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCUMENT = ROOT.resolve("docs/reference/annotations.md");
  private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^- `((?:tidemark\\.io/|snapshot\\.|job-reference\\.|flinkstate)[^`]+)`");
  private static final Pattern NAME =
      Pattern.compile(
          "\"(tidemark\\.io/[a-z0-9-]*[a-z0-9]"
              + "|(?:snapshot|job-reference)\\.[a-z]+(?:-[a-z]+)*"
              + "|flinkstatesnapshots\\.flink\\.apache\\.org/finalizer)\"");

  @Test
  @DisplayName("The page has each annotation, label and finalizer of src/main and the chart")
  void everyNameIsDocumented() throws IOException {
    var names = namesBelow(ROOT.resolve("helm/tidemark/templates"));
    for (var module : matches(MODULE, ROOT.resolve("pom.xml"))) {
      names.addAll(namesBelow(ROOT.resolve(module).resolve("src/main/java")));
    }
    for (var type : SnapshotType.values()) {
      names.add(JobAnnotations.periodic(type));
      names.add(JobAnnotations.legacySnapshot(type));
      names.add(JobAnnotations.triggerNonce(type));
    }

    assertThat(matches(ENTRY, DOCUMENT)).as("entries of %s", DOCUMENT).isEqualTo(names);
  }

  private static Set<String> namesBelow(Path folder) throws IOException {
    var names = new TreeSet<String>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        names.addAll(matches(NAME, file));
      }
    }
    return names;
  }

  private static Set<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
