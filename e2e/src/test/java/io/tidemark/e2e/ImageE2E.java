package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The image's own command line, without an image: from the Dockerfile, on a layout like the
 * image's, as its user, where nothing can be written, on each JDK of this machine. {@link
 * ImageStory} runs the image.
 */
class ImageE2E {
  private static final Path DOCKERFILE = Path.of("..", "Dockerfile");
  private static final String HOME = "/opt/tidemark";

  /** A flag that Java has since release 23 (JEP 471). An older release refuses to start with it. */
  private static final String NEW_FLAG = "--sun-misc-unsafe-memory-access=";

  private static final int FIRST_WITH_FLAG = 23;

  @TempDir static Path image;

  @BeforeAll
  static void layOut() throws IOException {
    var home = Files.createDirectories(image.resolve(HOME.substring(1)));
    var jar = Files.copy(TidemarkServer.jar(), home.resolve("tidemark.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--r--r--"));
    for (var folder : List.of(home, home.getParent(), image)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @DisplayName("The image's entry point lives as its user, writes nothing, and ends on SIGTERM")
  void runs(Path java) throws Exception {
    var health = HealthEndpoint.onFreePort();
    var log = Files.createTempFile("image", ".log");
    var process = start(java, health.port(), log);
    try {
      await("the first line")
          .until(
              () -> Files.readString(log).contains("health and metrics on port " + health.port()));
      assertThat(health.live()).isEqualTo(200);
      if (root()) {
        var owner = Files.getAttribute(Path.of("/proc/" + process.pid()), "unix:uid");
        assertThat(owner).hasToString(user());
      }
      process.destroy();

      assertThat(process.waitFor(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(128 + 15);
      assertThat(Files.readAllLines(log))
          .allMatch(line -> line.startsWith("{"))
          .anyMatch(line -> line.contains("\"Stopped\""))
          .noneMatch(line -> line.contains("\"ERROR\""));
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }

  /** Returns the JDK of this JVM, and others that are installed beside it. */
  static List<Path> jdks() throws IOException {
    var own = Path.of(System.getProperty("java.home"));
    try (var installed = Files.list(own.getParent())) {
      return Stream.concat(Stream.of(own), installed)
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .map(home -> home.toAbsolutePath().normalize())
          .map(ImageE2E::real)
          .distinct()
          .map(home -> home.resolve("bin/java"))
          .toList();
    }
  }

  private static Process start(Path java, int port, Path log) throws IOException {
    var command = new ArrayList<String>();
    if (root()) {
      var user = user();
      command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
    }
    words("ENTRYPOINT").stream()
        .filter(word -> release(java) >= FIRST_WITH_FLAG || !word.startsWith(NEW_FLAG))
        .map(word -> word.equals("java") ? java.toString() : word)
        .map(word -> word.startsWith(HOME) ? image + word : word)
        .forEach(command::add);
    command.addAll(words("CMD"));
    var builder =
        new ProcessBuilder(command)
            .directory(image.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("TIDEMARK_HTTP_PORT", String.valueOf(port));
    return builder.start();
  }

  /** Returns the arguments of an instruction in its exec form, which passes signals on. */
  private static List<String> words(String instruction) throws IOException {
    return new ObjectMapper().readValue(line(instruction), new TypeReference<List<String>>() {});
  }

  /** Returns the feature release of a JDK, from the file that each has. */
  private static int release(Path java) {
    var release = new Properties();
    try (var reader = Files.newBufferedReader(java.resolve("../../release").normalize())) {
      release.load(reader);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var version = release.getProperty("JAVA_VERSION").replace("\"", "");
    return Runtime.Version.parse(version).feature();
  }

  private static String user() throws IOException {
    return line("USER").replaceFirst(":.*", "");
  }

  private static String line(String instruction) throws IOException {
    return Files.readAllLines(DOCKERFILE).stream()
        .filter(line -> line.startsWith(instruction + " "))
        .reduce((first, last) -> last)
        .orElseThrow()
        .substring(instruction.length() + 1);
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
