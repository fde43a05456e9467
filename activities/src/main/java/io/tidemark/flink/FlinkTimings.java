package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Time limits and polling intervals of the Flink activities.
 *
 * @param callTimeout for one REST call, from connecting to the last byte; heartbeats are at most
 *     this and a poll interval apart
 * @param firstPoll before the first poll; the interval then grows by half each time
 * @param longestPoll the longest interval while a snapshot or a disposal is in progress
 * @param longestReadinessPoll the longest interval while a job's tasks are not all running (R10:
 *     about a second)
 * @param outage time that polls may fail in a row before the activity fails (R8)
 * @param storeDuration Flink's {@code rest.async.store-duration}, for which it remembers a trigger
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
   * The time after which Flink's statistics and job details show a change: {@code
   * web.refresh-interval}, 3 s, and a reserve.
   */
  public static final Duration STATISTICS_AGE = Duration.ofSeconds(5);

  private static final Duration FIRST_POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_READINESS_POLL = Duration.ofSeconds(1);

  /** With one call of 10 s that gets no answer, an outage is reported within 30 s (R8). */
  private static final Duration OUTAGE = Duration.ofSeconds(15);

  /**
   * Throws IllegalArgumentException for values with which polling would never start or never end.
   */
  public FlinkTimings {
    requireLonger(callTimeout, "callTimeout", Duration.ZERO);
    requireLonger(firstPoll, "firstPoll", Duration.ZERO);
    requireLonger(longestPoll, "longestPoll", firstPoll);
    requireLonger(longestReadinessPoll, "longestReadinessPoll", firstPoll);
    requireLonger(outage, "outage", firstPoll);
    requireLonger(storeDuration, "storeDuration", Duration.ZERO);
  }

  /**
   * Returns these timings and, for the others, what cannot be configured.
   *
   * @param longestPoll also limits the intervals before it: one below 20 ms shortens the first poll
   */
  public static FlinkTimings of(
      Duration callTimeout, Duration longestPoll, Duration storeDuration) {
    var half = longestPoll.dividedBy(2);
    var firstPoll = half.compareTo(FIRST_POLL) < 0 ? half : FIRST_POLL;
    return new FlinkTimings(
        callTimeout, firstPoll, longestPoll, LONGEST_READINESS_POLL, OUTAGE, storeDuration);
  }

  private static void requireLonger(Duration duration, String name, Duration least) {
    if (requireNonNull(duration, name + " is null").compareTo(least) <= 0) {
      throw new IllegalArgumentException(
          "%s must be longer than %s: %s".formatted(name, least, duration));
    }
  }
}
