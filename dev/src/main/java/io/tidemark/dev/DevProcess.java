package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A component that runs as a process of its own. It dies with this JVM, however that ends: {@code
 * sh} becomes the program after it has left a watcher behind, which kills the program as soon as
 * the standard input given to both is closed. Where {@code setsid} exists, a Ctrl-C meant for this
 * JVM does not reach the program, so that the JVM can end in order.
 */
public final class DevProcess {
  private static final Logger log = LoggerFactory.getLogger(DevProcess.class);
  private static final int TAIL_LINES = 30;
  private static final String IN_OWN_SESSION =
      "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";
  private static final String WATCHED =
      "exec 3<&0; (trap '' INT HUP TERM; read -r line <&3; kill -s KILL $$) 2>/dev/null &"
          + " exec \"$@\" </dev/null 3<&-";

  private final String name;
  private final List<String> command;
  private final Path logFile;
  private final Callable<Boolean> ready;
  private volatile Process process;

  /**
   * @param directory where the program runs and its log is written
   * @param ready whether it serves; an exception means not yet
   */
  DevProcess(String name, Path directory, List<String> command, Callable<Boolean> ready) {
    this.name = requireNonNull(name, "name is null");
    this.command = List.copyOf(command);
    this.logFile = directory.resolve(name + ".log");
    this.ready = requireNonNull(ready, "ready is null");
  }

  /** Starts the program, if it does not run, and waits until it serves. */
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    var started = System.nanoTime();
    process = launch();
    awaitReady();
    var took = Duration.ofNanos(System.nanoTime() - started);
    log.info("{} is ready after {} ms, process {}", name, took.toMillis(), pid());
  }

  /** Kills the program (SIGKILL) and starts it again on the same ports and data. */
  public void restart() {
    kill();
    start();
  }

  /** Ends the program with SIGKILL and waits until it is gone. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * Ends the program with SIGTERM and waits until it is gone. By its handle: {@link
   * Process#destroy} would close its standard input as well, and so have it killed.
   */
  public void stop() {
    if (process != null) {
      process.toHandle().destroy();
      process.onExit().join();
    }
  }

  /** Freezes the program (SIGSTOP): its connections stay open and nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets a paused program continue. */
  public void resume() {
    signal("-CONT");
  }

  /** Returns true if the program runs; it need not be ready. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The process id of the program itself. */
  public long pid() {
    return requireNonNull(process, "not started").pid();
  }

  /** Returns the program's exit code, or 128 plus the signal's number if a signal ended it. */
  public int exitCode() {
    return requireNonNull(process, "not started").exitValue();
  }

  /** Everything the program printed, of all its starts. */
  public Path logFile() {
    return logFile;
  }

  private Process launch() {
    var words = new ArrayList<>(List.of("sh", "-c", IN_OWN_SESSION, name));
    words.addAll(List.of("sh", "-c", WATCHED, name));
    words.addAll(command);
    try {
      return new ProcessBuilder(words)
          .directory(logFile.getParent().toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      await(name)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .failFast(name + " died", () -> !isRunning())
          .until(ready);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      kill();
      throw new IllegalStateException(
          name + " did not start, the end of " + logFile + ":\n" + tail(), e);
    }
  }

  private String tail() {
    try {
      var lines = Files.readString(logFile, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "not readable: " + e;
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
