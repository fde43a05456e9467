package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The system-wide settings of the history cleanup.
 *
 * @param enabled true if jobs without a setting of their own are cleaned up
 * @param interval time between two runs (H1)
 * @param maxAgeThreshold the upper limit of the maximum age that jobs set
 * @param maxCountThreshold the upper limit of the maximum count that jobs set
 * @param failedLimit the number of FAILED and ABANDONED snapshots of a job to keep, of each type
 * @param manualIncluded true if MANUAL snapshots are cleaned up like the others
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
