package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the image that {@code dev/image/build} made of the Dockerfile, with podman. */
final class Image {
  /** Where the program, the archive of its classes and the SBOM are. */
  static final Path HOME = Path.of("/opt/tidemark");

  /**
   * The limits of the chart's pods. Without {@code --read-only-tmpfs=false}, podman would let a
   * program write to /tmp and /run.
   */
  private static final List<String> AS_IN_THE_CHART =
      List.of(
          "--read-only",
          "--read-only-tmpfs=false",
          "--cap-drop=ALL",
          "--security-opt=no-new-privileges",
          "--memory=1g");

  private static final Path ENGINE =
      Path.of("..", "dev", "image", "engine").toAbsolutePath().normalize();

  /** Where podman is started, and leaves a file if a container runs out of memory. */
  private static final Path DIRECTORY = Path.of("target");

  private final String name = "docker.io/library/tidemark:" + version();

  /** Returns the version of this build. */
  static String version() {
    return SharedStack.resource("/io/tidemark/app/version.properties")
        .strip()
        .replaceFirst("version=", "");
  }

  /** Returns what the image says of itself: user, labels, entry point. */
  JsonNode configuration() {
    return json(podman("image", "inspect", "--format={{json .Config}}", name).successful());
  }

  /** Copies the content of {@link #HOME} into a folder. */
  void copyHome(Path folder) {
    var container = podman("create", name).successful();
    podman("cp", container + ":" + HOME + "/.", folder.toString()).successful();
    podman("rm", container).successful();
  }

  /**
   * Runs a command of Tidemark to its end.
   *
   * @param options further options of {@code podman run}, stronger than the chart's limits
   */
  Execution run(List<String> options, String... arguments) {
    var words = restricted("run", options);
    words.add("--rm");
    words.add(name);
    words.addAll(List.of(arguments));
    return podman(words.toArray(String[]::new));
  }

  /**
   * Starts the server.
   *
   * @param options further options of {@code podman run}, stronger than the chart's limits
   */
  Container start(List<String> options) {
    var words = restricted("run", options);
    words.addAll(List.of("--detach", name));
    return new Container(podman(words.toArray(String[]::new)).successful());
  }

  private static List<String> restricted(String command, List<String> options) {
    var words = new ArrayList<>(List.of(command));
    words.addAll(AS_IN_THE_CHART);
    words.addAll(options);
    return words;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Execution podman(String... arguments) {
    var command = new ArrayList<>(List.of(ENGINE.toString(), "podman"));
    command.addAll(List.of(arguments));
    return Execution.of(command, Map.of(), DIRECTORY);
  }

  /**
   * Controls a container that runs the server.
   *
   * @param id the name that podman gave it
   */
  record Container(String id) implements AutoCloseable {
    /** Returns everything that it has printed. */
    String log() {
      return podman("logs", id).successful();
    }

    /** Returns true if its process runs. */
    boolean isRunning() {
      return state().path("Running").asBoolean();
    }

    /** Returns its process id on this machine. */
    String processId() {
      return state().path("Pid").asText();
    }

    /** Returns its exit code, once it has ended. */
    int exitCode() {
      return state().path("ExitCode").asInt();
    }

    private JsonNode state() {
      return json(podman("inspect", "--format={{json .State}}", id).successful());
    }

    /** Sends SIGTERM as Kubernetes does, and SIGKILL if it still runs after that many seconds. */
    void stop(int seconds) {
      podman("stop", "--time=" + seconds, id).successful();
    }

    @Override
    public void close() {
      podman("rm", "--force", id).successful();
    }
  }
}
