package io.tidemark.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares docs/reference/configuration.md with the settings, so that a changed default is a change
 * of the documentation too. To write the tables again: {@code mvn test -pl app -am
 * -Dtidemark.docs.write=true -Dtest=ConfigurationDocumentationTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConfigurationDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reference", "configuration.md");
  private static final boolean WRITE = Boolean.getBoolean("tidemark.docs.write");

  @Test
  void everyKeyHasThePrefix() {
    assertThat(Settings.ALL).allMatch(setting -> setting.key().startsWith("tidemark."));
  }

  @Test
  void theDocumentedTablesAreTheSettings() throws IOException {
    var document = Files.readString(DOCUMENT);
    var expected =
        replace(
            replace(document, "settings", ConfigurationTable.settings()),
            "standard variables",
            ConfigurationTable.standardVariables());
    if (WRITE) {
      Files.writeString(DOCUMENT, expected);
      return;
    }

    assertThat(document)
        .as("%s is stale; write it again with -Dtidemark.docs.write=true:%n%s", DOCUMENT, expected)
        .isEqualTo(expected);
  }

  private static String replace(String document, String name, String table) {
    var begin = "<!-- begin generated: " + name + " -->";
    var end = "<!-- end generated: " + name + " -->";
    assertThat(document).contains(begin, end);
    return Pattern.compile(Pattern.quote(begin) + ".*" + Pattern.quote(end), Pattern.DOTALL)
        .matcher(document)
        .replaceFirst(Matcher.quoteReplacement(begin + "\n\n" + table + "\n\n" + end));
  }
}
