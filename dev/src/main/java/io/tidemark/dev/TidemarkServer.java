package io.tidemark.dev;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code tidemark server} from the runnable jar, as a process of its own against the parts of a
 * stack. Several may run; to kill one at any moment is what it is made for.
 */
public final class TidemarkServer implements AutoCloseable {
  private static final String READY = "/health/ready";

  private final int port = FreePorts.next();
  private final DevProcess process;

  private TidemarkServer(
      DevStack stack, String name, Map<String, String> own, String health, List<String> flags) {
    var environment = settings(stack);
    environment.putAll(own);
    environment.put("TIDEMARK_HTTP_PORT", String.valueOf(port));
    var started = address().resolve(health);
    process =
        new DevProcess(
            name,
            stack.directory(),
            withEnvironment(environment, java(flags, "server")),
            () -> Http.PLAIN.serves(started));
  }

  /**
   * Starts a server for all parts of the stack and waits until it is ready.
   *
   * @param name tells several apart; the log is {@code <name>.log} in the stack's folder
   * @param settings further environment variables, stronger than the stack's
   */
  public static TidemarkServer start(DevStack stack, String name, Map<String, String> settings) {
    return start(stack, name, settings, List.of());
  }

  /**
   * Starts a server as {@link #start(DevStack, String, Map)} does.
   *
   * @param flags further flags of its JVM, stronger than the stack's
   */
  public static TidemarkServer start(
      DevStack stack, String name, Map<String, String> settings, List<String> flags) {
    return started(new TidemarkServer(stack, name, settings, READY, withArchive(stack, flags)));
  }

  /** Starts a server that may lack what it needs, and waits until it can say so. */
  public static TidemarkServer startUnready(
      DevStack stack, String name, Map<String, String> settings) {
    return started(new TidemarkServer(stack, name, settings, "/health/live", classArchive(stack)));
  }

  /**
   * Starts and stops a server, and archives the classes that its JVM has loaded. Every later
   * Tidemark on this stack uses the archive: a server then starts with 1.9 instead of 3.5 s of CPU
   * time, another command with 1.3 instead of 2.5 s.
   */
  public static void archiveClasses(DevStack stack, Map<String, String> settings) {
    var flags = List.of("-XX:ArchiveClassesAtExit=" + archive(stack));
    started(new TidemarkServer(stack, "class-archive", settings, READY, flags)).close();
  }

  /** Returns the words that run a command of Tidemark on a stack. */
  public static List<String> command(DevStack stack, String... arguments) {
    return java(classArchive(stack), arguments);
  }

  /** The environment variables that connect Tidemark to a stack. */
  public static Map<String, String> settings(DevStack stack) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("KUBECONFIG", stack.kubernetes().kubeconfig().toString());
    settings.put("TEMPORAL_ADDRESS", stack.temporal().address());
    if (stack.hasFlink()) {
      settings.put("TIDEMARK_FLINK_REST_URL_TEMPLATE", stack.flink().restAddress().toString());
      settings.put("TIDEMARK_JAR_ALLOWED_SCHEMES", "http,https");
      settings.put("TIDEMARK_JAR_ALLOWED_HOSTS", "127.0.0.1");
    }
    settings.put("TIDEMARK_LOG_FORMAT", "text");
    return settings;
  }

  /** The runnable jar that the build made. */
  public static Path jar() {
    return Path.of(Resources.text("tidemark-jar.path")).normalize();
  }

  /**
   * Returns the base address of {@code /health/ready}, {@code /health/live} and {@code /metrics}.
   */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns the current response of {@code /metrics}, in the text format of Prometheus. */
  public String metrics() {
    return Http.PLAIN.send(HttpRequest.newBuilder(address().resolve("/metrics")).GET());
  }

  /** The process, to kill, pause and restart. */
  public DevProcess process() {
    return process;
  }

  /** Ends it as Kubernetes would, with SIGTERM. */
  @Override
  public void close() {
    process.stop();
  }

  private static TidemarkServer started(TidemarkServer server) {
    server.process.start();
    return server;
  }

  private static Path archive(DevStack stack) {
    return stack.directory().resolve("tidemark.jsa");
  }

  private static List<String> classArchive(DevStack stack) {
    var archive = archive(stack);
    return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
  }

  private static List<String> withArchive(DevStack stack, List<String> flags) {
    return Stream.concat(classArchive(stack).stream(), flags.stream()).toList();
  }

  private static List<String> java(List<String> flags, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", JavaFlags.QUICK_COMPILER));
    command.addAll(flags);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> withEnvironment(
      Map<String, String> environment, List<String> command) {
    var words = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command);
    return words;
  }
}
