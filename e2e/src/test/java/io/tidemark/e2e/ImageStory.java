package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the image in containers, with the restrictions of the chart's pods. {@code make image-test}
 * runs it, where containers can be run; {@link ImageE2E} has the part that needs none.
 */
class ImageStory {
  private static final String WRITABLE_TMP = "--tmpfs=/tmp:exec";
  private static final String NO_NETWORK = "--network=none";
  private static final String MACHINE_NETWORK = "--network=host";

  private static final Pattern RESULT = Pattern.compile("(ok|optional) .*");

  /** A class of the program, not of the JDK, that comes from the archive. */
  private static final Pattern ARCHIVED =
      Pattern.compile("(io\\.tidemark|picocli)\\.\\S+ source: shared objects file");

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: by-image}
      spec:
        jobReference: {kind: FlinkDeployment, name: orders}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("image");

  private final Image image = new Image();

  @Test
  @DisplayName("The image runs as a numeric user, which is not root")
  void user() {
    assertThat(image.configuration().path("User").asText()).isEqualTo("10001:10001");
  }

  @Test
  @DisplayName("The image's labels name its version and revision")
  void labels() {
    var labels = image.configuration().path("Labels");

    assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo(Image.version());
    assertThat(labels.path("org.opencontainers.image.revision").asText())
        .isEqualTo(Execution.of(List.of("git", "rev-parse", "HEAD")).successful());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1g", "128m"})
  @DisplayName("The image's version is one line, without a network and in little memory")
  void version(String memory) {
    var version = image.run(List.of(NO_NETWORK, "--memory=" + memory), "version");

    assertThat(version.status()).as(version.output()).isZero();
    assertThat(version.output()).startsWith("tidemark " + Image.version() + " (").hasLineCount(1);
  }

  @Test
  @DisplayName("The image's entry point takes its classes from the archive")
  void archive() {
    var loaded = "--env=JDK_JAVA_OPTIONS=-Xlog:class+load";

    var version = image.run(List.of(NO_NETWORK, loaded), "version");

    // The command loads about 190 such classes, and without the archive none of them from there.
    assertThat(ARCHIVED.matcher(version.output()).results()).hasSizeGreaterThan(150);
  }

  @Test
  @DisplayName("The image has an SBOM that lists what its jar is made of")
  void sbom(@TempDir Path home) throws IOException {
    image.copyHome(home);

    var sbom = Sbom.read(home.resolve("bom.json"));
    var shaded = Sbom.librariesIn(home.resolve("tidemark.jar"));

    assertThat(shaded).hasSizeGreaterThan(50);
    assertThat(sbom.format()).isEqualTo("CycloneDX");
    assertThat(sbom.subject()).isEqualTo("tidemark-app");
    assertThat(sbom.files())
        .contains("temporal-sdk-" + property("temporal.version") + ".jar")
        .contains("kubernetes-client-" + property("fabric8.version") + ".jar")
        .containsAll(shaded);
  }

  /**
   * Returns options for a /tmp that is writable, as in the chart; not for programs; not writable.
   */
  static Stream<List<String>> temporaryFolders() {
    return Stream.of(List.of(WRITABLE_TMP), List.of("--tmpfs=/tmp:noexec"), List.of());
  }

  @ParameterizedTest
  @MethodSource("temporaryFolders")
  @DisplayName("The image's check prints its results and nothing else, whatever /tmp allows")
  void check(List<String> temporaryFolder) {
    var options = connected(Map.of());
    options.addAll(temporaryFolder);

    var check = image.run(options, "check");

    assertThat(check.status()).as(check.output()).isZero();
    assertThat(check.output().lines())
        .isNotEmpty()
        .allMatch(line -> RESULT.matcher(line).matches());
  }

  @Test
  @DisplayName("The image's server becomes ready, takes a savepoint and ends on SIGTERM")
  void server() throws Exception {
    var health = HealthEndpoint.onFreePort();
    story.deploy("orders");
    var options = connected(Map.of("TIDEMARK_HTTP_PORT", String.valueOf(health.port())));
    options.add(WRITABLE_TMP);
    try (var server = image.start(options)) {
      await("readiness")
          .ignoreExceptions()
          .failFast("the container ended", () -> !server.isRunning())
          .until(() -> health.ready() == 200);
      assertThat(health.live()).isEqualTo(200);
      assertThat(Files.readAllLines(process(server)))
          .contains("Uid:\t10001\t10001\t10001\t10001", "Gid:\t10001\t10001\t10001\t10001")
          .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");
      story.snapshots().apply(SAVEPOINT);
      story.snapshots().await("by-image", "COMPLETED");

      server.stop((int) Waits.LIMIT.toSeconds());

      var log = server.log();
      assertThat(server.exitCode()).as(log).isEqualTo(128 + 15);
      assertThat(log.lines().toList())
          .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue())
          .anyMatch(line -> line.contains("\"Stopped\""))
          .noneMatch(line -> line.contains("\"ERROR\""));
    }
  }

  /** Returns options that connect a container to the story's servers by this machine's network. */
  private static List<String> connected(Map<String, String> more) {
    var settings = story.environment(more);
    settings.put("TIDEMARK_TASK_QUEUE", story.namespace());
    settings.put("TIDEMARK_LEASE_NAME", story.namespace());
    settings.remove("TIDEMARK_LOG_FORMAT");
    var options = new ArrayList<>(List.of(MACHINE_NETWORK));
    settings.forEach((name, value) -> options.add("--env=" + name + "=" + value));
    var kubeconfig = story.shared().kubeconfig();
    var authority = Config.fromKubeconfig(kubeconfig.toFile()).getCaCertFile();
    for (var file : List.of(kubeconfig.toString(), authority)) {
      options.add("--volume=" + file + ":" + file + ":ro");
    }
    return options;
  }

  /** Returns the kernel's description of the server's process. */
  private static Path process(Image.Container server) {
    return Path.of("/proc", server.processId(), "status");
  }

  /** Returns a property of the parent pom. */
  private static String property(String name) throws IOException {
    var element = Pattern.compile("<" + name + ">(.*)</" + name + ">");
    var pom = element.matcher(Files.readString(Path.of("..", "pom.xml")));
    assertThat(pom.find()).as(name).isTrue();
    return pom.group(1);
  }
}
