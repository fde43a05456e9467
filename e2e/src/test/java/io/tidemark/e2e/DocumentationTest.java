package io.tidemark.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the pages and what refers to them together: a page that moves takes its links, the mentions
 * of it, and its runnable blocks along.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");

  /** What builds leave, and the pages of earlier releases, which describe another version. */
  private static final Set<String> SKIPPED =
      Set.of("target", "node_modules", "build", "versioned_docs");

  private static final Pattern TEXT =
      Pattern.compile(".+\\.(java|mdx?|ya?ml|json|txt|tpl|xml|tsx?|js)|Makefile|Dockerfile");

  /** The first line of a block that somebody means to be run, however it is written. */
  private static final Pattern RUNNABLE = Pattern.compile("(?im)^[\\s>*-]*[`~]{3,}.*runn?able");

  /** A page that a text names by its path, or by its address in the repository. */
  private static final Pattern MENTION =
      Pattern.compile("(?<![\\w./-]|\\]\\()(?:https://[\\w./-]+/blob/main/)?(docs/[\\w/.#-]+)");

  @Test
  void eachBlockThatIsMarkedAsRunnableIsRun() throws IOException {
    var marked = new TreeMap<String, Integer>();
    for (var file : texts()) {
      var blocks = RUNNABLE.matcher(Files.readString(file)).results().count();
      if (blocks > 0 && !file.toString().endsWith(".java")) {
        marked.put(ROOT.relativize(file).toString(), (int) blocks);
      }
    }

    assertThat(run())
        .as("blocks that DocumentationE2E runs, and those that are marked as runnable")
        .isNotEmpty()
        .isEqualTo(marked);
  }

  @Test
  void eachRelativeLinkLeadsToAFileAndItsHeading() throws IOException {
    var found = new ArrayList<String>();
    var broken = new ArrayList<String>();
    for (var file : texts()) {
      if (file.toString().endsWith(".md")) {
        var page = MarkdownPage.read(file);
        page.links().stream()
            .filter(link -> !link.matches("[a-z]+:.*"))
            .forEach(
                link ->
                    (exists(link.startsWith("#") ? file : file.getParent(), link) ? found : broken)
                        .add(ROOT.relativize(file) + ": " + link));
      }
    }

    assertThat(found).isNotEmpty();
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  /** Among them are the links of the alerts, the dashboards and the chart. */
  @Test
  void eachMentionOfAPageLeadsToAFileAndItsHeading() throws IOException {
    var found = new ArrayList<String>();
    var broken = new ArrayList<String>();
    for (var file : texts()) {
      MENTION
          .matcher(Files.readString(file))
          .results()
          .map(mention -> mention.group(1).replaceFirst("[.#]+$", ""))
          .filter(mention -> mention.contains(".md"))
          .forEach(
              mention ->
                  (exists(ROOT, mention) ? found : broken)
                      .add(ROOT.relativize(file) + ": " + mention));
    }

    assertThat(found).isNotEmpty();
    assertThat(broken).as("mentions of pages that do not exist").isEmpty();
  }

  private static Map<String, Integer> run() throws IOException {
    return RunnablePage.all(ROOT).stream()
        .collect(
            toMap(
                RunnablePage::toString, page -> page.blocks().size(), Integer::sum, TreeMap::new));
  }

  /**
   * Returns whether a link leads to a file, and to a heading of it if it names one.
   *
   * @param from the file of a link that names only a heading, else the directory of the link
   */
  private static boolean exists(Path from, String link) {
    var parts = link.split("#", 2);
    var file = parts[0].isEmpty() ? from : from.resolve(parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || MarkdownPage.read(file).anchors().contains(parts[1]);
  }

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
}
