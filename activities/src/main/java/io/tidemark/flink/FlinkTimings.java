package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the Flink activities wait for what.
 *
 * @param callTimeout for one REST call, from connecting to the last byte; heartbeats are at most
 *     this and a poll interval apart
 * @param firstPoll before the first poll; the interval then grows by half each time
 * @param longestPoll the interval at most, while a snapshot or a disposal is under way
 * @param longestReadinessPoll the interval at most, while a job's tasks are waited for (R10: within
 *     about a second)
 * @param outage how long polls may fail in a row before the activity fails (R8)
 * @param storeDuration Flink's {@code rest.async.store-duration}: how long it remembers a trigger
 *     id (R18)
 */
public record FlinkTimings(
    Duration callTimeout,
    Duration firstPoll,
    Duration longestPoll,
    Duration longestReadinessPoll,
    Duration outage,
    Duration storeDuration) {

  /**
   * How long a change may take to show in Flink's statistics and job details: {@code
   * web.refresh-interval}, 3 s, and some.
   */
  static final Duration STATISTICS_AGE = Duration.ofSeconds(5);

  /** Throws IllegalArgumentException where polling with these would never begin or never end. */
  public FlinkTimings {
    requireLonger(callTimeout, "callTimeout", Duration.ZERO);
    requireLonger(firstPoll, "firstPoll", Duration.ZERO);
    requireLonger(longestPoll, "longestPoll", firstPoll);
    requireLonger(longestReadinessPoll, "longestReadinessPoll", firstPoll);
    requireLonger(outage, "outage", firstPoll);
    requireLonger(storeDuration, "storeDuration", Duration.ZERO);
  }

  /**
   * Calls of 10 s; polls after 10 ms up to every 2 s (readiness 1 s); outages of 30 s; ids
   * remembered for 5 min.
   */
  public static FlinkTimings defaults() {
    return new FlinkTimings(
        Duration.ofSeconds(10),
        Duration.ofMillis(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5));
  }

  /**
   * The defaults but for what can be configured.
   *
   * @param longestPoll also of the intervals before it: one below 20 ms shortens the first poll's
   */
  public static FlinkTimings of(
      Duration callTimeout, Duration longestPoll, Duration storeDuration) {
    var defaults = defaults();
    var half = longestPoll.dividedBy(2);
    return new FlinkTimings(
        callTimeout,
        half.compareTo(defaults.firstPoll()) < 0 ? half : defaults.firstPoll(),
        longestPoll,
        defaults.longestReadinessPoll(),
        defaults.outage(),
        storeDuration);
  }

  private static void requireLonger(Duration duration, String name, Duration least) {
    if (requireNonNull(duration, name + " is null").compareTo(least) <= 0) {
      throw new IllegalArgumentException(
          "%s must be longer than %s: %s".formatted(name, least, duration));
    }
  }
}
