package io.tidemark.app;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.tidemark.app.check.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits in the background for everything that the server needs, reports what is missing, and then
 * starts the server's parts (S3).
 */
final class StartupSequence {
  private static final Logger log = LoggerFactory.getLogger(StartupSequence.class);
  private static final RetryPolicy<List<String>> UNTIL_NOTHING_IS_MISSING =
      RetryPolicy.<List<String>>builder()
          .handleResultIf(missing -> !missing.isEmpty())
          .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10))
          .withMaxRetries(-1)
          .build();

  private final Supplier<List<CheckResult>> checks;
  private final Runnable parts;
  private final ScheduledExecutorService background;
  private volatile List<String> missing = List.of("starting");

  /**
   * @param checks checks what is needed
   * @param parts starts the parts; called again if it throws
   * @param background runs the wait, which ends when this is shut down
   */
  StartupSequence(
      Supplier<List<CheckResult>> checks, Runnable parts, ScheduledExecutorService background) {
    this.checks = requireNonNull(checks, "checks is null");
    this.parts = requireNonNull(parts, "parts is null");
    this.background = requireNonNull(background, "background is null");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // an attempt does not throw
  void begin() {
    Failsafe.with(UNTIL_NOTHING_IS_MISSING).with(background).getAsync(this::attempt);
  }

  /** Returns what is still missing; empty once the parts have started. */
  List<String> missing() {
    return missing;
  }

  private List<String> attempt() {
    missing = startIfPossible();
    return missing;
  }

  private List<String> startIfPossible() {
    try {
      var results = checks.get();
      var lacking =
          results.stream().filter(CheckResult::missing).map(CheckResult::toString).toList();
      if (lacking.isEmpty()) {
        parts.run();
        warn(results);
      }
      return lacking;
    } catch (RuntimeException e) {
      log.debug("The start failed", e);
      return List.of("failed and will be retried: " + e);
    }
  }

  /** Logs what only a part of the work lacks, such as a right in one of several namespaces. */
  private static void warn(List<CheckResult> results) {
    var warnings =
        results.stream()
            .filter(result -> result.verdict() == CheckResult.Verdict.WARNING)
            .map(CheckResult::toString)
            .collect(joining("; "));
    if (!warnings.isEmpty()) {
      log.warn("Started, but not everything can be served: {}", warnings);
    }
  }
}
