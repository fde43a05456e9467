package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidemarkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version"})
  void theVersionIsTheBuilds(String argument) {
    assertThat(run(argument)).isZero();
    assertThat(out.toString()).matches("tidemark \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\R");
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("server", "check", "release-finalizers", "version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "--nonsense"})
  void wrongUsageIsOneLineAndCodeTwo(String argument) {
    assertThat(argument.isEmpty() ? run() : run(argument)).isEqualTo(2);
    assertThat(err.toString()).startsWith("tidemark: ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "check", "release-finalizers --yes"})
  void badConfigurationIsOneLineForEachProblemAndCodeTwo(String command) throws Exception {
    var file = Files.writeString(directory.resolve("c.yaml"), "tidemark.http.port: x\nother: 1\n");

    assertThat(run((command + " --config " + file).split(" "))).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("tidemark: "))
        .anyMatch(line -> line.contains("tidemark.http.port=x"));
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("S5 releasing finalizers takes a decision")
  @ValueSource(strings = {"", "--yes --dry-run", "--stop tidemark"})
  void releasingFinalizersTakesADecision(String options) {
    var arguments = ("release-finalizers " + options).strip().split(" ");

    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains("--yes", "--dry-run").hasLineCount(1);
  }

  private int run(String... arguments) {
    return Tidemark.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
