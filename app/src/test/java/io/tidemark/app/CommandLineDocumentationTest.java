package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** Keeps docs/reference/command-line.md complete. */
class CommandLineDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reference", "command-line.md");
  private static final Pattern ENTRY = Pattern.compile("(?m)^(?:## `(.+)`|- `(-.+?)`:)");

  @Test
  @DisplayName("The page has each command, and below it each of its options, and no other")
  void everyCommandAndOptionIsDocumented() throws IOException {
    var root = Tidemark.commandLine();
    var expected = new ArrayList<String>();
    root.getSubcommands().values().forEach(it -> expected.addAll(entries(it.getCommandSpec())));

    assertThat(documented()).as("headings and options of %s", DOCUMENT).isEqualTo(expected);
  }

  private static List<String> entries(CommandSpec command) {
    var entries = new ArrayList<String>();
    entries.add(command.qualifiedName());
    command.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(option -> option.longestName())
        .sorted()
        .forEach(entries::add);
    return entries;
  }

  private static List<String> documented() throws IOException {
    return ENTRY
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .map(name -> name.replaceAll("[ =]+[A-Z]+$", ""))
        .toList();
  }
}
