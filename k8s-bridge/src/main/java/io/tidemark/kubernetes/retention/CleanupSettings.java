package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The system-wide settings of the history cleanup.
 *
 * @param enabled whether it is on for jobs that do not set it themselves (H2)
 * @param interval how often it runs (H1)
 * @param maxAgeThreshold caps the age that jobs ask for
 * @param maxCountThreshold caps the count that jobs ask for
 * @param failedLimit how many FAILED and ABANDONED snapshots of a job are kept, of each type
 * @param manualIncluded whether MANUAL snapshots are cleaned up like the others
 */
public record CleanupSettings(
    boolean enabled,
    Duration interval,
    Optional<Duration> maxAgeThreshold,
    Optional<Integer> maxCountThreshold,
    int failedLimit,
    boolean manualIncluded) {
  public CleanupSettings {
    requireNonNull(interval, "interval is null");
    requireNonNull(maxAgeThreshold, "maxAgeThreshold is null");
    requireNonNull(maxCountThreshold, "maxCountThreshold is null");
  }
}
