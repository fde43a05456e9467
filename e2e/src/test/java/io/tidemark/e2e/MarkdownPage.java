package io.tidemark.e2e;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * The links and headings of a page in Markdown.
 *
 * @param links where its links and images lead, as written
 * @param anchors what a link can name after {@code #}, which repository hosts and the site derive
 *     from the headings in the same way
 */
record MarkdownPage(List<String> links, Set<String> anchors) {
  static MarkdownPage read(Path file) {
    var links = new ArrayList<String>();
    var headings = new ArrayList<String>();
    try {
      Parser.builder()
          .build()
          .parse(Files.readString(file))
          .accept(
              new AbstractVisitor() {
                @Override
                public void visit(Link link) {
                  links.add(link.getDestination());
                  visitChildren(link);
                }

                @Override
                public void visit(Image image) {
                  links.add(image.getDestination());
                }

                @Override
                public void visit(Heading heading) {
                  headings.add(textOf(heading));
                  visitChildren(heading);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MarkdownPage(List.copyOf(links), anchorsOf(headings));
  }

  private static Set<String> anchorsOf(List<String> headings) {
    var uses = new HashMap<String, Integer>();
    var anchors = new LinkedHashSet<String>();
    for (var heading : headings) {
      var anchor = heading.toLowerCase(ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
      var before = uses.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private static String textOf(Heading heading) {
    var text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }
}
