package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the quick start on kind, on an API server of their own. */
class QuickStartE2E {
  private static final Path FILES = Path.of("..", "dev", "kind");
  private static final Path PAGE = Path.of("..", "docs", "start", "kind.md");
  private static final Pattern NAMED = Pattern.compile("dev/kind/([a-z-]+\\.yaml)");

  @TempDir static Path work;
  private static DevStack stack;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() {
    stack = DevStack.builder().kubernetes().start();
    kubectl = new Kubectl(stack.kubernetes().kubeconfig());
    Stream.of("flink", "temporal", "tidemark").forEach(stack.kubernetes()::createNamespace);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql.yaml", "orders.yaml", "savepoint.yaml"})
  @DisplayName("The API server accepts each manifest of the quick start as it stands")
  void manifests(String file) {
    assertThat(applied(FILES.resolve(file))).doesNotContain("Warning");
  }

  @Test
  @DisplayName("The API server accepts Tidemark's chart with the values of the quick start")
  void chart() throws IOException {
    var values = Files.readString(FILES.resolve("tidemark-values.yaml"));
    var chart = Chart.release(work, "tidemark", values);
    var manifests = Files.writeString(work.resolve("chart.yaml"), chart.manifests());

    assertThat(applied(manifests)).contains("deployment.apps/tidemark").doesNotContain("Warning");
  }

  @Test
  @DisplayName("The page names each file of the quick start, and no other")
  void files() throws IOException {
    try (var files = Files.list(FILES)) {
      assertThat(NAMED.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)))
          .containsOnlyOnceElementsOf(files.map(file -> file.getFileName().toString()).toList())
          .allMatch(name -> Files.exists(FILES.resolve(name)));
    }
  }

  private static String applied(Path manifests) {
    return kubectl.run("apply", "--server-side", "--force-conflicts", "-f", manifests.toString());
  }
}
