package io.tidemark.workflow.model;

import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How long a snapshot waits before it tries again. Each policy is a Temporal {@link RetryOptions};
 * the wait itself is a timer of the workflow, so that the Web UI names it and a signal cuts it.
 */
public final class Backoff {
  /** Between attempts that Flink answered as failed: 10 s, 20 s, 40 s, … capped at 10 min (R7). */
  public static final Backoff ATTEMPTS =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

  /**
   * Between rounds of calls whose outcome is not known, each of which has retried for about 30 s
   * itself (R8).
   */
  public static final Backoff OUTAGES = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** Past this exponent every wait is at its cap, and the power cannot overflow. */
  private static final int LARGEST_EXPONENT = 30;

  private final RetryOptions policy;

  private Backoff(Duration first, Duration cap) {
    this.policy =
        RetryOptions.newBuilder()
            .setInitialInterval(first)
            .setBackoffCoefficient(2)
            .setMaximumInterval(cap)
            .validateBuildWithDefaults();
  }

  /** The wait after the given number of failures in a row, counted from 1. */
  public Duration after(int failures) {
    var exponent = Math.min(Math.max(failures, 1) - 1, LARGEST_EXPONENT);
    var millis =
        policy.getInitialInterval().toMillis() * Math.pow(policy.getBackoffCoefficient(), exponent);
    var wait = Duration.ofMillis((long) millis);
    return wait.compareTo(policy.getMaximumInterval()) < 0 ? wait : policy.getMaximumInterval();
  }

  /**
   * Whether so many failed attempts are more than the limit allows; -1 never gives up, 0 never
   * retries (R7).
   */
  public static boolean exhausted(int failures, int backoffLimit) {
    return backoffLimit >= 0 && failures > backoffLimit;
  }
}
