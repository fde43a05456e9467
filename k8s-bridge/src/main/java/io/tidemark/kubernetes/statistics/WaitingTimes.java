package io.tidemark.kubernetes.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The times since which resources wait. */
final class WaitingTimes {
  private final NavigableMap<Instant, Integer> starts = new TreeMap<>();
  private int count;

  void add(Instant start) {
    starts.merge(start, 1, Integer::sum);
    count++;
  }

  void remove(Instant start) {
    starts.computeIfPresent(start, (same, waiting) -> waiting == 1 ? null : waiting - 1);
    count--;
  }

  /** Returns all that wait. */
  WaitingResources at(Instant now) {
    return new WaitingResources(count, longest(now));
  }

  /** Returns those that have waited for at least this time. */
  WaitingResources longerThan(Duration limit, Instant now) {
    var waiting = starts.headMap(now.minus(limit), true);
    return waiting.isEmpty()
        ? WaitingResources.NONE
        : new WaitingResources(
            waiting.values().stream().mapToInt(Integer::intValue).sum(), longest(now));
  }

  private Duration longest(Instant now) {
    return starts.isEmpty() ? Duration.ZERO : Duration.between(starts.firstKey(), now);
  }
}
