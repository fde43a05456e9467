package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint in the legacy history of a job, with what decides over its retention (H6).
 *
 * @param timeStamp the time of its trigger, in milliseconds since 1970
 * @param location its path; empty if the entry has none
 * @param keptBecause why it is kept whatever the limits say, such as "in use"; null for no reason
 * @param refusal why its savepoint must not be disposed of, although the limits may ask for it;
 *     null for no reason that is known yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
    long timeStamp, String location, @Nullable String keptBecause, @Nullable String refusal) {
  public HistoryEntry {
    requireNonNull(location, "location is null");
  }

  Instant time() {
    return Instant.ofEpochMilli(timeStamp);
  }

  boolean olderThan(Duration age, Instant now) {
    return Duration.between(time(), now).compareTo(age) > 0;
  }

  /** Returns whether a job may start from it. */
  boolean usable() {
    return !location.isBlank();
  }
}
