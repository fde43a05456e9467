package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long and how many snapshots of a job are kept (H2, H3, H4).
 *
 * @param savepointCleanup whether savepoints are cleaned up at all; checkpoints always are
 * @param maxAge {@code kubernetes.operator.savepoint.history.max.age}
 * @param maxCount {@code kubernetes.operator.savepoint.history.max.count}, of COMPLETED ones
 * @param maxAgeThreshold the system-wide cap of the age; null for none
 * @param maxCountThreshold the system-wide cap of the count; null for none
 * @param failedLimit how many FAILED and ABANDONED ones are kept, of each type
 * @param manualIncluded whether MANUAL snapshots are cleaned up like the others
 * @param retainedCheckpoints {@code state.checkpoints.num-retained}, of COMPLETED ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionPolicy(
    boolean savepointCleanup,
    Duration maxAge,
    int maxCount,
    @Nullable Duration maxAgeThreshold,
    @Nullable Integer maxCountThreshold,
    int failedLimit,
    boolean manualIncluded,
    int retainedCheckpoints) {

  /** What holds where nothing is configured. */
  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(true, Duration.ofHours(24), 10, null, null, 3, false, 1);

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

  /** The age at which savepoints go: the job's, capped by the system's. */
  Duration cappedAge() {
    return maxAgeThreshold != null && maxAgeThreshold.compareTo(maxAge) < 0
        ? maxAgeThreshold
        : maxAge;
  }

  /** How many COMPLETED savepoints stay: the job's number, capped by the system's. */
  int cappedCount() {
    return maxCountThreshold == null ? maxCount : Math.min(maxCount, maxCountThreshold);
  }

  private static void notNegative(String field, @Nullable Object value, boolean negative) {
    if (negative) {
      throw new IllegalArgumentException(field + " is negative: " + value);
    }
  }
}
