package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Temporal's dev server with the Web UI, the namespace {@code default} and an SQLite file. Its
 * defaults delay each hop by 40 ms and wait for the disk; the settings here do not.
 */
public final class TemporalServer {
  private static final List<String> QUICK =
      List.of(
          "--dynamic-config-value=system.enableActivityEagerExecution=true",
          "--dynamic-config-value=history.transferProcessorMaxPollRPS=2000",
          "--dynamic-config-value=history.visibilityProcessorMaxPollRPS=2000",
          "--dynamic-config-value=history.timerProcessorMaxPollRPS=2000",
          "--sqlite-pragma=journal_mode=WAL",
          "--sqlite-pragma=synchronous=NORMAL");

  private final int port = FreePorts.next();
  private final int uiPort = FreePorts.next();
  private final Path database;
  private final DevProcess process;

  /**
   * @param settings further settings of the dynamic configuration
   */
  TemporalServer(Path directory, Path program, Map<String, String> settings) {
    database = directory.resolve("temporal.db");
    var namespace = webUi().resolve("/api/v1/namespaces/default"); // answered by the server behind
    process =
        new DevProcess(
            "temporal", directory, command(program, settings), () -> Http.PLAIN.serves(namespace));
  }

  /** Returns the address that clients connect to, {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The address of the Web UI. */
  public URI webUi() {
    return URI.create("http://127.0.0.1:" + uiPort);
  }

  /** The server, to kill, pause and restart. */
  public DevProcess process() {
    return process;
  }

  /** Kills the server, deletes all its data and starts it again on the same ports. */
  public void wipe() {
    process.kill();
    try {
      for (var suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(Path.of(database + suffix));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.start();
  }

  private List<String> command(Path program, Map<String, String> settings) {
    var command = new ArrayList<>(List.of(program.toString(), "server", "start-dev"));
    command.addAll(List.of("--ip=127.0.0.1", "--port=" + port, "--ui-port=" + uiPort));
    command.addAll(
        List.of("--http-port=" + FreePorts.next(), "--metrics-port=" + FreePorts.next()));
    command.addAll(List.of("--db-filename=" + database, "--log-level=warn"));
    command.addAll(QUICK);
    settings.forEach((key, value) -> command.add("--dynamic-config-value=" + key + "=" + value));
    return command;
  }
}
