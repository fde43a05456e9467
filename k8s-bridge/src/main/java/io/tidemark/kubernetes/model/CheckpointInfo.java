package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.jobStatus.checkpointInfo}: the triggered checkpoints of a job in legacy mode, in
 * the reference operator's own format (L2). Times are in milliseconds since 1970.
 *
 * @param lastCheckpoint the newest completed one; null without one
 * @param triggerId Flink's trigger id of the checkpoint under way; this and the next three are null
 *     without one
 * @param triggerTimestamp when that checkpoint was triggered
 * @param triggerType why it was triggered: MANUAL or PERIODIC
 * @param formatType its type: FULL or INCREMENTAL
 * @param lastPeriodicCheckpointTimestamp when the newest completed PERIODIC checkpoint was
 *     triggered; 0 without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointInfo(
    @Nullable Entry lastCheckpoint,
    @Nullable String triggerId,
    @Nullable Long triggerTimestamp,
    @Nullable String triggerType,
    @Nullable String formatType,
    long lastPeriodicCheckpointTimestamp) {
  /**
   * A completed checkpoint; the reference has no place for its path.
   *
   * @param timeStamp when it was triggered
   * @param triggerType MANUAL, PERIODIC or UNKNOWN
   * @param formatType FULL, INCREMENTAL or UNKNOWN
   * @param triggerNonce the nonce that triggered it; null unless MANUAL
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      long timeStamp,
      @Nullable String triggerType,
      @Nullable String formatType,
      @Nullable Long triggerNonce) {}
}
