package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * A page of the documentation with shell blocks that are marked as runnable.
 *
 * @param file its file, from the root of the repository
 * @param blocks its runnable blocks, in order
 */
record RunnablePage(Path file, List<String> blocks) {
  /** Returns the README and each page below docs that has such a block, in a fixed order. */
  static List<RunnablePage> all(Path root) throws IOException {
    try (var docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> new RunnablePage(root.relativize(file), blocksOf(file)))
          .filter(page -> !page.blocks().isEmpty())
          .toList();
    }
  }

  /** Returns its blocks as one script. */
  String script() {
    return String.join("", blocks);
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private static List<String> blocksOf(Path file) {
    var blocks = new ArrayList<String>();
    try {
      Parser.builder()
          .build()
          .parse(Files.readString(file))
          .accept(
              new AbstractVisitor() {
                @Override
                public void visit(FencedCodeBlock block) {
                  if (block.getInfo().equals("shell runnable")) {
                    blocks.add(block.getLiteral());
                  }
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(blocks);
  }
}
