package io.tidemark.workflow.model;

import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * Computes the wait before a snapshot is tried again. Each policy is a Temporal {@link
 * RetryOptions}; the wait is a timer of the workflow, which the Web UI names and a signal can end.
 */
public final class Backoff {
  /**
   * Waits between attempts that Flink reported as failed: 10 s, 20 s, 40 s, … up to 10 min (R7).
   */
  public static final Backoff ATTEMPTS =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

  /**
   * Waits between rounds of calls with an unknown outcome, each of which has already retried for
   * about 30 s (R8).
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

  /** Returns the wait after a number of failures in a row, counted from 1. */
  public Duration after(int failures) {
    var exponent = Math.min(Math.max(failures, 1) - 1, LARGEST_EXPONENT);
    var millis =
        policy.getInitialInterval().toMillis() * Math.pow(policy.getBackoffCoefficient(), exponent);
    var wait = Duration.ofMillis((long) millis);
    return wait.compareTo(policy.getMaximumInterval()) < 0 ? wait : policy.getMaximumInterval();
  }

  /**
   * Returns true if there are more failed attempts than the limit allows; a limit of -1 means no
   * limit, 0 means no retry (R7).
   */
  public static boolean exhausted(int failures, int backoffLimit) {
    return backoffLimit >= 0 && failures > backoffLimit;
  }
}
