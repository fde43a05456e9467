package io.tidemark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextLogTest {
  private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  i.t.app.Health Ready";

  @Test
  @DisplayName("S4 a message is one line of the text log, whatever names and reasons contain")
  void aMessageIsOneLine() throws Exception {
    var lines = logged("refused: no space\r\n" + FORGED + "\u2028" + FORGED, null);

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith("refused: no space | " + FORGED + " | " + FORGED);
  }

  @Test
  @DisplayName("S4 no line of a stack trace looks like a line of the text log")
  void stackTracesAreIndented() throws Exception {
    var lines = logged("failed", new IllegalStateException("first\n" + FORGED));

    assertThat(lines).hasSizeGreaterThan(3).contains("  " + FORGED);
    assertThat(lines[0]).endsWith("failed");
    assertThat(lines)
        .filteredOn(line -> !line.startsWith(" ") && !line.startsWith("\t"))
        .hasSize(1);
  }

  private static String[] logged(String message, @Nullable Throwable failure) throws Exception {
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(TextLogTest.class.getResource("/logback.xml"));
    var root = context.getLogger("ROOT");
    var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("text");
    var event = new LoggingEvent("", root, Level.WARN, message, failure, new Object[0]);
    event.setMDCPropertyMap(Map.of());
    return new String(console.getEncoder().encode(event), UTF_8).strip().split("[\r\n]+", 0);
  }
}
