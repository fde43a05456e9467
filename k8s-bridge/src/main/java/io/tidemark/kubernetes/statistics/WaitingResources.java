package io.tidemark.kubernetes.statistics;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Counts resources that wait.
 *
 * @param count the number of resources
 * @param longest the longest wait; zero if there is none
 */
public record WaitingResources(int count, Duration longest) {
  public WaitingResources {
    requireNonNull(longest, "longest is null");
  }

  static WaitingResources since(List<Instant> starts, Instant now) {
    var longest = starts.stream().min(naturalOrder()).map(start -> Duration.between(start, now));
    return new WaitingResources(starts.size(), longest.orElse(Duration.ZERO));
  }
}
