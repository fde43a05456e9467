package io.tidemark.app;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/contribute/behaviour.md and the rest of the repository in step: a row that is cited
 * exists, and a row that is built is named by a test.
 */
class BehaviourDocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCUMENT = ROOT.resolve("docs/contribute/behaviour.md");

  /** A word of its own: no part of a name, a path, a URL, a version or a cron expression. */
  private static final String ID = "(?<![\\w./#-])[RWTHMSUL]\\d{1,2}(?![\\w/-])";

  private static final Pattern CITATION = Pattern.compile(ID);

  /** The heading of a row, and the mark if its text begins with one. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^### (" + ID + ") .+\\R\\R(\\*\\*Planned \\()?");

  /** Display names begin with the ids of the rows that the test proves. */
  private static final Pattern DISPLAY_NAME = Pattern.compile("\"((?:" + ID + " )+)");

  private static final Pattern TEXT = Pattern.compile(".+\\.(java|md|yaml|yml|properties|tpl|txt)");

  /** What builds leave, and the pages of earlier releases. */
  private static final Set<String> SKIPPED =
      Set.of("target", "node_modules", "build", "versioned_docs");

  @Test
  void everyRowIsDefinedOnce() throws IOException {
    assertThat(rows()).extracting(Row::id).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void everyRowThatIsCitedExists() throws IOException {
    var defined = rows().map(Row::id).toList();

    var unknown = new ArrayList<String>();
    for (var file : texts()) {
      CITATION
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .filter(id -> !defined.contains(id))
          .forEach(id -> unknown.add(id + " in " + ROOT.relativize(file)));
    }

    assertThat(unknown)
        .as("rows that are cited, but not defined by a heading of %s", DOCUMENT)
        .isEmpty();
  }

  @Test
  void everyRowThatIsBuiltHasATest() throws IOException {
    var built = ids(rows().filter(row -> !row.planned()));

    built.removeAll(namedByTests());

    assertThat(built)
        .as("rows of %s without a test whose display name begins with them", DOCUMENT)
        .isEmpty();
  }

  @Test
  void noRowThatHasATestIsPlanned() throws IOException {
    var planned = ids(rows().filter(Row::planned));

    planned.retainAll(namedByTests());

    assertThat(planned)
        .as("rows that %s calls planned, but tests name: mark only what is missing", DOCUMENT)
        .isEmpty();
  }

  private static Stream<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .map(row -> new Row(row.group(1), row.group(2) != null));
  }

  private static Set<String> ids(Stream<Row> rows) {
    return rows.map(Row::id).collect(toCollection(TreeSet::new));
  }

  private static Set<String> namedByTests() throws IOException {
    var named = new HashSet<String>();
    for (var file : texts()) {
      if (file.toString().contains("/src/test/")) {
        DISPLAY_NAME
            .matcher(Files.readString(file))
            .results()
            .flatMap(name -> Stream.of(name.group(1).split(" ")))
            .forEach(named::add);
      }
    }
    return named;
  }

  /** The repository's texts, without what builds and editors leave there. */
  private static List<Path> texts() throws IOException {
    var texts = new ArrayList<Path>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            var name = directory.getFileName().toString();
            var skipped =
                SKIPPED.contains(name) || (name.startsWith(".") && !directory.equals(ROOT));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TEXT.matcher(file.getFileName().toString()).matches()) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }

  /**
   * A row of the document.
   *
   * @param planned whether nothing of it is built
   */
  private record Row(String id, boolean planned) {}
}
