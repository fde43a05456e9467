package io.tidemark.dev;

import java.net.URI;
import java.net.http.HttpRequest;
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

  private TidemarkServer(DevStack stack, String name, Map<String, String> own, String health) {
    var environment = settings(stack);
    environment.putAll(own);
    environment.put("TIDEMARK_HTTP_PORT", String.valueOf(port));
    var started = address().resolve(health);
    process =
        new DevProcess(
            name, stack.directory(), command(environment), () -> Http.PLAIN.serves(started));
  }

  /**
   * Starts a server for all parts of the stack and waits until it is ready.
   *
   * @param name tells several apart; the log is {@code <name>.log} in the stack's folder
   * @param settings further environment variables, stronger than the stack's
   */
  public static TidemarkServer start(DevStack stack, String name, Map<String, String> settings) {
    return started(new TidemarkServer(stack, name, settings, "/health/ready"));
  }

  /** Starts a server that may lack what it needs, and waits until it can say so. */
  public static TidemarkServer startUnready(
      DevStack stack, String name, Map<String, String> settings) {
    return started(new TidemarkServer(stack, name, settings, "/health/live"));
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

  /** What {@code /metrics} shows now, in the text format of Prometheus. */
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

  private static List<String> command(Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", JavaFlags.QUICK_COMPILER));
    command.addAll(List.of("-jar", jar().toString(), "server"));
    return command;
  }
}
