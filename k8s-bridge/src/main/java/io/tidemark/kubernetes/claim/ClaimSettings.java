package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * System-wide settings that claims are decided by; annotations of a resource override them.
 *
 * @param startDeadline how long one wait for the job may last; zero for ever (R10)
 * @param disposalDeadline how long a deletion may take before the data is left; zero for never
 *     (R15)
 */
public record ClaimSettings(Duration startDeadline, Duration disposalDeadline) {
  public static final ClaimSettings DEFAULT =
      new ClaimSettings(Duration.ofMinutes(10), Duration.ofMinutes(10));

  public ClaimSettings {
    requireNonNull(startDeadline, "startDeadline is null");
    requireNonNull(disposalDeadline, "disposalDeadline is null");
  }
}
