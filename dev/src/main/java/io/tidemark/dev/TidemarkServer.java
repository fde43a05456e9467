package io.tidemark.dev;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code tidemark server} from the runnable jar, as a process of its own against the parts of a
 * stack. Several may run; to kill one at any moment is what it is made for.
 */
public final class TidemarkServer implements AutoCloseable {
  private final int port = FreePorts.next();
  private final DevProcess process;

  private TidemarkServer(String name, Path directory, Map<String, String> settings) {
    var environment = new LinkedHashMap<>(settings);
    environment.put("TIDEMARK_HTTP_PORT", String.valueOf(port));
    process = new DevProcess(name, directory, command(environment), this::isReady);
  }

  /**
   * Starts a server for all parts of the stack and waits until it is ready.
   *
   * @param name tells several apart; the log is {@code <name>.log} in the stack's folder
   * @param settings further environment variables, stronger than the stack's
   */
  public static TidemarkServer start(DevStack stack, String name, Map<String, String> settings) {
    var all = settings(stack);
    all.putAll(settings);
    var server = new TidemarkServer(name, stack.directory(), all);
    server.process.start();
    return server;
  }

  /** The environment variables that connect Tidemark to a stack. */
  public static Map<String, String> settings(DevStack stack) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("KUBECONFIG", stack.kubernetes().kubeconfig().toString());
    settings.put("TEMPORAL_ADDRESS", stack.temporal().address());
    settings.put("TIDEMARK_FLINK_REST_URL_TEMPLATE", stack.flink().restAddress().toString());
    settings.put("TIDEMARK_LOG_FORMAT", "text");
    return settings;
  }

  /** The runnable jar that the build made. */
  public static Path jar() {
    return Path.of(Resources.text("tidemark-jar.path")).normalize();
  }

  /** Where {@code /health/ready}, {@code /health/live} and {@code /metrics} are. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
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

  private boolean isReady() {
    return Http.serves(address().resolve("/health/ready"));
  }

  private static List<String> command(Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-jar", jar().toString(), "server"));
    return command;
  }
}
