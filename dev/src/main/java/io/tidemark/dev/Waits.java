package io.tidemark.dev;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what takes as long as the machine needs. The one bound is so generous that its end
 * means "this never comes" and not "this machine is slow". It makes nothing slower, since a wait
 * ends as soon as its condition holds.
 */
public final class Waits {
  /** Ten minutes, or what the system property {@code tidemark.wait.minutes} says. */
  public static final Duration LIMIT =
      Duration.ofMinutes(Integer.getInteger("tidemark.wait.minutes", 10));

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private Waits() {}

  /** Returns a wait of at most {@link #LIMIT} that checks its condition ten times a second. */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollInterval(INTERVAL);
  }

  /** Returns the bound as an option of kubectl and helm. */
  public static String timeoutOption() {
    return "--timeout=" + LIMIT.toSeconds() + "s";
  }
}
