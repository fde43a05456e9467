package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The system-wide settings of the cleanup of history.
 *
 * @param enabled whether jobs are cleaned up that do not say so themselves
 * @param maxAgeThreshold caps the age that jobs ask for
 * @param maxCountThreshold caps the count that jobs ask for
 * @param failedLimit how many FAILED and ABANDONED snapshots of a job are kept, of each type
 * @param manualIncluded whether MANUAL snapshots are cleaned up like the others
 */
public record CleanupSettings(
    boolean enabled,
    Optional<Duration> maxAgeThreshold,
    Optional<Integer> maxCountThreshold,
    int failedLimit,
    boolean manualIncluded) {
  public CleanupSettings {
    requireNonNull(maxAgeThreshold, "maxAgeThreshold is null");
    requireNonNull(maxCountThreshold, "maxCountThreshold is null");
  }
}
