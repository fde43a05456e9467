package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.store.ResourceSelector;
import java.time.Duration;
import java.util.Optional;

/**
 * The system-wide settings of the history cleanup.
 *
 * @param enabled true if jobs without a setting of their own are cleaned up
 * @param enabledForReference the same for jobs of the reference operator, which has a cleanup of
 *     its own (M3)
 * @param interval time between two runs (H1)
 * @param defaults the limits of jobs that set none
 * @param maxAgeThreshold the upper limit of the maximum age
 * @param maxCountThreshold the upper limit of the maximum count
 * @param failedLimit the number of FAILED and ABANDONED snapshots of a job to keep, of each type
 * @param manualIncluded true if MANUAL snapshots are cleaned up like the others
 * @param orphansAfter the age at which snapshots are deleted whose job is gone or suspended (H1)
 * @param selector the snapshots that Tidemark serves; others are neither counted nor deleted (S8)
 */
public record CleanupSettings(
    boolean enabled,
    boolean enabledForReference,
    Duration interval,
    Defaults defaults,
    Optional<Duration> maxAgeThreshold,
    Optional<Integer> maxCountThreshold,
    int failedLimit,
    boolean manualIncluded,
    Optional<Duration> orphansAfter,
    ResourceSelector selector) {

  /**
   * The values of keys that neither a job nor its cluster sets: those of the reference operator's
   * own configuration, which is in no resource (H2, M1).
   *
   * @param savepoints true if savepoints are cleaned up
   * @param maxAge the maximum age of savepoints
   * @param maxCount the number of COMPLETED savepoints to keep
   * @param retainedCheckpoints the number of COMPLETED checkpoints to keep
   */
  public record Defaults(
      boolean savepoints, Duration maxAge, int maxCount, int retainedCheckpoints) {
    public Defaults {
      requireNonNull(maxAge, "maxAge is null");
    }
  }

  public CleanupSettings {
    requireNonNull(interval, "interval is null");
    requireNonNull(defaults, "defaults is null");
    requireNonNull(selector, "selector is null");
    requireNonNull(orphansAfter, "orphansAfter is null");
    requireNonNull(maxAgeThreshold, "maxAgeThreshold is null");
    requireNonNull(maxCountThreshold, "maxCountThreshold is null");
  }
}
