package io.tidemark.app.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of the process: named conditions, each of which lists the things that are missing.
 * Each condition is checked on a thread of its own, so that one whose system hangs delays neither
 * the others nor those who ask (S7).
 */
public final class Health implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Health.class);
  private static final long PATIENCE_MILLIS = 1_000;

  /** The number of reports in a row without an answer that make a condition unmet. */
  static final int UNANSWERED_REPORTS = 3;

  private final List<Condition> conditions = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Health::daemon);
  private List<String> reported = List.of();

  /**
   * Adds a condition.
   *
   * @param name the name in reports
   * @param missing returns one line for each thing that is missing now, none when all is well;
   *     called for every report, but never twice at the same time
   */
  public void require(String name, Supplier<List<String>> missing) {
    conditions.add(new Condition(name, missing));
  }

  /**
   * Returns one line for each thing that was missing at the last {@link #report}, without a new
   * check. A process without conditions is not ready.
   */
  public List<String> missing() {
    return conditions.isEmpty()
        ? List.of("start: not started yet")
        : conditions.stream().flatMap(condition -> condition.lines().stream()).toList();
  }

  /** Returns the conditions with the results of the last {@link #report}, without a new check. */
  public Map<String, Boolean> met() {
    return conditions.stream()
        .collect(
            toUnmodifiableMap(
                condition -> condition.name, condition -> condition.lines().isEmpty()));
  }

  /**
   * Checks all conditions, and logs the missing things if they have changed since the last call.
   * Waits a second at most: the check of a condition that takes longer continues, and its last
   * result holds until it has been without an answer for several reports.
   */
  public synchronized void report() {
    var checks = conditions.stream().map(condition -> condition.check(threads));
    CompletableFuture.allOf(checks.toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .join();
    var found = conditions.isEmpty() ? List.<String>of() : missing().stream().sorted().toList();
    if (found.equals(reported)) {
      return;
    }
    found.forEach(line -> log.warn("Not ready: {}", line));
    if (found.isEmpty()) {
      log.info("Ready");
    }
    reported = found;
  }

  /** Stops the checks; one that hangs is left behind. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable check) {
    var thread = new Thread(check, "health");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Condition {
    private final String name;
    private final Supplier<List<String>> missing;
    private volatile List<String> known = List.of("not checked yet");
    private volatile int unanswered;
    private CompletableFuture<?> check = CompletableFuture.completedFuture(null);

    Condition(String name, Supplier<List<String>> missing) {
      this.name = requireNonNull(name, "name is null");
      this.missing = requireNonNull(missing, "missing is null");
    }

    /** Starts a check, unless the last one is still running. */
    synchronized CompletableFuture<?> check(ExecutorService threads) {
      if (check.isDone()) {
        unanswered = 0;
        check = CompletableFuture.runAsync(() -> known = found(), threads);
      } else {
        unanswered++;
      }
      return check;
    }

    List<String> lines() {
      var lines =
          unanswered < UNANSWERED_REPORTS ? known : List.of("the check has no answer in time");
      return lines.stream().map(line -> name + ": " + line).toList();
    }

    private List<String> found() {
      try {
        return List.copyOf(missing.get());
      } catch (RuntimeException e) {
        return List.of("the check failed, " + e);
      }
    }
  }
}
