package io.tidemark.kubernetes.census;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Resources that wait for something.
 *
 * @param count how many
 * @param longest how long the first of them has waited; zero if there is none
 */
public record Waiting(int count, Duration longest) {
  public Waiting {
    requireNonNull(longest, "longest is null");
  }

  static Waiting since(List<Instant> starts, Instant now) {
    var longest = starts.stream().min(naturalOrder()).map(it -> Duration.between(it, now));
    return new Waiting(starts.size(), longest.orElse(Duration.ZERO));
  }
}
