package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Programs;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shell blocks of the documentation that are marked as runnable, as a reader would paste them:
 * one page after the other, each from a fresh start. CONTRIBUTING.md says what they find.
 */
class DocumentationE2E {
  private static final Path ROOT = Path.of("..");

  @RegisterExtension static final Story story = Story.in("default");
  @TempDir static Path bin;

  private static DevStack temporal;
  private static Map<String, String> environment;

  @BeforeAll
  static void start() throws IOException {
    temporal = DevStack.builder().temporal().start();
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    var settings =
        Map.of(
            "TEMPORAL_ADDRESS",
            temporal.temporal().address(),
            "TIDEMARK_MODE",
            "standalone",
            "TIDEMARK_TASK_QUEUE",
            "tidemark",
            "KUBECONFIG",
            account.toString());
    story.serve("documentation", settings);
    environment = environment(settings);
    install();
  }

  @AfterAll
  static void close() {
    temporal.close();
  }

  @BeforeEach
  void deploy() {
    story.deploy("example-deployment");
    story.deploy("orders");
  }

  @AfterEach
  void cleanUp() {
    story.snapshots().kubectl("delete", "flinksnp", "--all", Waits.timeoutOption());
    story.snapshots().kubectl("delete", "flinkdeployment", "--all");
  }

  /** There has to be one: a source without any is an error. */
  static List<Page> pages() throws IOException {
    try (var docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(Page::read)
          .filter(page -> !page.script().isEmpty())
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  @DisplayName("the runnable blocks of a page")
  void run(Page page, @TempDir Path directory) {
    var command = List.of("bash", "-euxo", "pipefail", "-c", page.script());

    var execution = Execution.of(command, environment, directory);

    assertThat(execution.status()).as("%s%n%s", page, execution.output()).isZero();
  }

  /**
   * Returns the environment of a reader's shell: an administrator's kubeconfig and Temporal's
   * address.
   */
  private static Map<String, String> environment(Map<String, String> settings) {
    var environment = story.environment(settings);
    environment.put("KUBECONFIG", story.stack().kubernetes().kubeconfig().toString());
    environment.put("TEMPORAL_CLI_ADDRESS", settings.get("TEMPORAL_ADDRESS"));
    environment.put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    return environment;
  }

  /** Puts the programs into {@link #bin} under the names that readers know them by. */
  private static void install() throws IOException {
    for (var name : List.of("kubectl", "temporal", "tctl")) {
      install(name, Programs.path(name).toString());
    }
    install("tidemark", TidemarkServer.command(story.stack()).toArray(String[]::new));
  }

  private static void install(String name, String... command) throws IOException {
    var script = "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n";
    var program = Files.writeString(bin.resolve(name), script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * A page of the documentation.
   *
   * @param name its file's name
   * @param script its runnable blocks, in order
   */
  private record Page(String name, String script) {
    static Page read(Path file) {
      var script = new StringBuilder();
      try {
        Parser.builder().build().parse(Files.readString(file)).accept(new Runnables(script));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Page(file.getFileName().toString(), script.toString());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Collects the runnable blocks of a page. */
  private static final class Runnables extends AbstractVisitor {
    private final StringBuilder script;

    Runnables(StringBuilder script) {
      this.script = script;
    }

    @Override
    public void visit(FencedCodeBlock block) {
      if (block.getInfo().equals("shell runnable")) {
        script.append(block.getLiteral());
      }
    }
  }
}
