package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.jobStatus.savepointInfo}: the savepoints of a job in legacy mode, in the reference
 * operator's own format (L2). Times are in milliseconds since 1970.
 *
 * @param lastSavepoint the newest completed savepoint; null without one
 * @param triggerId Flink's trigger id of the savepoint under way; this and the next three are null
 *     without one
 * @param triggerTimestamp when that savepoint was triggered
 * @param triggerType why it was triggered: MANUAL, PERIODIC or UPGRADE
 * @param formatType its format: CANONICAL or NATIVE
 * @param savepointHistory the completed savepoints, oldest first
 * @param lastPeriodicSavepointTimestamp when the newest completed PERIODIC savepoint was triggered;
 *     0 without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SavepointInfo(
    @Nullable Entry lastSavepoint,
    @Nullable String triggerId,
    @Nullable Long triggerTimestamp,
    @Nullable String triggerType,
    @Nullable String formatType,
    List<Entry> savepointHistory,
    long lastPeriodicSavepointTimestamp) {
  /** No savepoint yet. */
  public static final SavepointInfo NONE =
      new SavepointInfo(null, null, null, null, null, List.of(), 0);

  public SavepointInfo {
    savepointHistory = List.copyOf(requireNonNullElse(savepointHistory, List.of()));
  }

  /**
   * A completed savepoint.
   *
   * @param timeStamp when it was triggered
   * @param location its path
   * @param triggerType MANUAL, PERIODIC, UPGRADE or UNKNOWN
   * @param formatType CANONICAL, NATIVE or UNKNOWN
   * @param triggerNonce the nonce that triggered it; null unless MANUAL
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      long timeStamp,
      @Nullable String location,
      @Nullable String triggerType,
      @Nullable String formatType,
      @Nullable Long triggerNonce) {
    /** Returns its path; empty if it has none. */
    public Optional<String> path() {
      return Optional.ofNullable(location).filter(text -> !text.isBlank());
    }
  }
}
