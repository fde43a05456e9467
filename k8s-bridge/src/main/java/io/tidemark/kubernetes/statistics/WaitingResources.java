package io.tidemark.kubernetes.statistics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Counts resources that wait.
 *
 * @param count the number of resources
 * @param longest the longest wait; zero if there is none
 */
public record WaitingResources(int count, Duration longest) {
  public static final WaitingResources NONE = new WaitingResources(0, Duration.ZERO);

  public WaitingResources {
    requireNonNull(longest, "longest is null");
  }
}
