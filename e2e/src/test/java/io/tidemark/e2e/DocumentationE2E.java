package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.Programs;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
 * one page after the other, each from a fresh start. CONTRIBUTING.md says what they find. {@link
 * DocumentationTest} fails if a page has blocks that do not run here.
 */
class DocumentationE2E {
  private static final Path ROOT = Path.of("..");

  /** The session job of the Flink operator. */
  private static final String OPERATORS_JOB = "payments";

  @RegisterExtension static final Story story = Story.in("default").standalone();
  @TempDir static Path bin;

  private static DevStack temporal;
  private static PlayedOperator operator;
  private static SessionJobs sessionJobs;
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
    sessionJobs =
        new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), story.namespace());
    operator = PlayedOperator.in(story);
    environment = environment(settings);
    install();
  }

  @AfterAll
  static void close() {
    operator.close();
    temporal.close();
  }

  @BeforeEach
  void deploy() {
    story.deploy("example-deployment");
    story.deploy("orders");
    sessionJobs.createCluster("session-cluster");
  }

  @AfterEach
  void cleanUp() {
    story.snapshots().kubectl("delete", "flinksessionjob", "--all", Waits.timeoutOption());
    story.snapshots().kubectl("delete", "flinksnp", "--all", Waits.timeoutOption());
    story.snapshots().kubectl("delete", "flinkdeployment", "--all");
  }

  /** There has to be one: a source without any is an error. */
  static List<RunnablePage> pages() throws IOException {
    return RunnablePage.all(ROOT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  @DisplayName("the runnable blocks of a page")
  void run(RunnablePage page, @TempDir Path directory) {
    var command = List.of("bash", "-euxo", "pipefail", "-c", page.script());
    if (page.script().contains(OPERATORS_JOB)) {
      operator.run(OPERATORS_JOB, "session-cluster");
    }

    var execution = Execution.of(command, environment, directory);

    assertThat(execution.status()).as("%s%n%s", page, execution.output()).isZero();
  }

  /**
   * Returns the environment of a reader's shell: an administrator's kubeconfig, Temporal's address,
   * and the URL of a program for session jobs.
   */
  private static Map<String, String> environment(Map<String, String> settings) {
    var environment = story.environment(settings);
    environment.put("KUBECONFIG", story.stack().kubernetes().kubeconfig().toString());
    environment.put("TEMPORAL_CLI_ADDRESS", settings.get("TEMPORAL_ADDRESS"));
    environment.put("JAR_URL", story.stack().jars().countingJob(1).toString());
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
}
