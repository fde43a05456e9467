package io.tidemark.workflow.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/events.md true: users filter and alert by what it says. */
class EventDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reference", "events.md");
  private static final Pattern SECTION =
      Pattern.compile(
          "(?m)^### (\\w+)\\R\\*(\\w+)\\.\\* \\S.*(?:\\R\\S.*)*\\R\\R"
              + "- \\*\\*Why\\*\\*: \\S.*(?:\\R  \\S.*)*\\R- \\*\\*Do\\*\\*: \\S");

  @Test
  void everyReasonIsDocumentedWithItsType() throws IOException {
    var reasons =
        Arrays.stream(EventReason.values())
            .map(reason -> reason.word() + " " + reason.severity().word())
            .toList();

    assertThat(documented())
        .as("the sections of %s, in the order of EventReason, each with type, Why and Do", DOCUMENT)
        .isEqualTo(reasons);
  }

  private static List<String> documented() throws IOException {
    return SECTION
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(section -> section.group(1) + " " + section.group(2))
        .toList();
  }
}
