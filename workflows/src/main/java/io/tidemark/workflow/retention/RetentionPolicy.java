package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits on age and number of a job's snapshots (H2, H3, H4).
 *
 * @param savepointCleanup true if savepoints are cleaned up; checkpoints always are
 * @param maxAge {@code kubernetes.operator.savepoint.history.max.age}
 * @param maxCount {@code kubernetes.operator.savepoint.history.max.count}, of COMPLETED ones
 * @param maxAgeThreshold the system-wide cap of the age; null for none
 * @param maxCountThreshold the system-wide cap of the count; null for none
 * @param failedLimit the number of FAILED and ABANDONED ones to keep, of each type
 * @param manualIncluded true if MANUAL snapshots are cleaned up like the others
 * @param retainedCheckpoints {@code state.checkpoints.num-retained}, of COMPLETED ones
 * @param orphans the limit that holds instead if the job is gone or suspended; null for a running
 *     job
 */
public record RetentionPolicy(
    boolean savepointCleanup,
    Duration maxAge,
    int maxCount,
    @Nullable Duration maxAgeThreshold,
    @Nullable Integer maxCountThreshold,
    int failedLimit,
    boolean manualIncluded,
    int retainedCheckpoints,
    @Nullable OrphanLimit orphans) {

  public RetentionPolicy {
    requireNonNull(maxAge, "maxAge is null");
    notNegative("maxAge", maxAge, maxAge.isNegative());
    notNegative("maxCount", maxCount, maxCount < 0);
    notNegative(
        "maxAgeThreshold",
        maxAgeThreshold,
        maxAgeThreshold != null && maxAgeThreshold.isNegative());
    notNegative(
        "maxCountThreshold", maxCountThreshold, maxCountThreshold != null && maxCountThreshold < 0);
    notNegative("failedLimit", failedLimit, failedLimit < 0);
    notNegative("retainedCheckpoints", retainedCheckpoints, retainedCheckpoints < 0);
  }

  /** Creates the policy of a running job. */
  public RetentionPolicy(
      boolean savepointCleanup,
      Duration maxAge,
      int maxCount,
      @Nullable Duration maxAgeThreshold,
      @Nullable Integer maxCountThreshold,
      int failedLimit,
      boolean manualIncluded,
      int retainedCheckpoints) {
    this(
        savepointCleanup,
        maxAge,
        maxCount,
        maxAgeThreshold,
        maxCountThreshold,
        failedLimit,
        manualIncluded,
        retainedCheckpoints,
        null);
  }

  /** Returns the same policy for a job that is gone or suspended. */
  public RetentionPolicy with(OrphanLimit limit) {
    return new RetentionPolicy(
        savepointCleanup,
        maxAge,
        maxCount,
        maxAgeThreshold,
        maxCountThreshold,
        failedLimit,
        manualIncluded,
        retainedCheckpoints,
        limit);
  }

  /** Returns the maximum age of savepoints: the job's, capped by the system's. */
  Duration cappedAge() {
    return maxAgeThreshold != null && maxAgeThreshold.compareTo(maxAge) < 0
        ? maxAgeThreshold
        : maxAge;
  }

  /** Returns the number of COMPLETED savepoints to keep: the job's, capped by the system's. */
  int cappedCount() {
    return maxCountThreshold == null ? maxCount : Math.min(maxCount, maxCountThreshold);
  }

  private static void notNegative(String field, @Nullable Object value, boolean negative) {
    if (negative) {
      throw new IllegalArgumentException(field + " is negative: " + value);
    }
  }
}
