package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.retention.RetentionDecision.Verdict;

/**
 * The decision for one entry of a legacy history, and its reason (H6).
 *
 * @param timeStamp the entry's time
 * @param location the entry's path; empty if it has none
 * @param verdict kept, deleted, or to be deleted and not possible
 * @param reason a few words, such as "newest completed" or "older than 24 h"
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EntryDecision(long timeStamp, String location, Verdict verdict, String reason) {
  public EntryDecision {
    location = location == null ? "" : location;
    requireNonNull(verdict, "verdict is null");
    reason = reason == null ? "" : reason;
  }

  static EntryDecision kept(HistoryEntry entry, String reason) {
    return new EntryDecision(entry.timeStamp(), entry.location(), Verdict.KEPT, reason);
  }

  static EntryDecision deleted(HistoryEntry entry, String reason) {
    return new EntryDecision(entry.timeStamp(), entry.location(), Verdict.DELETED, reason);
  }

  /** Returns that the entry stays. */
  public EntryDecision kept(String why) {
    return new EntryDecision(timeStamp, location, Verdict.KEPT, why);
  }

  /** Returns that the savepoint must not be disposed of, so the entry stays. */
  public EntryDecision skipped(String why) {
    return new EntryDecision(timeStamp, location, Verdict.SKIPPED, why);
  }

  /** Returns that the savepoint could not be disposed of, so the entry stays until the next run. */
  public EntryDecision failed(String why) {
    return new EntryDecision(timeStamp, location, Verdict.REFUSED, why);
  }

  /** Returns true if the savepoint is to be disposed of, and the entry to be removed. */
  public boolean deletes() {
    return verdict == Verdict.DELETED;
  }

  /** Returns whether both are about the same entry. */
  public boolean isAbout(EntryDecision other) {
    return timeStamp == other.timeStamp && location.equals(other.location);
  }

  /** Returns the decision as text, for example {@code deleted: older than 24 h}. */
  public String description() {
    return verdict.text() + ": " + reason;
  }

  /** Returns the name of the entry for people. */
  public String name() {
    return location.isBlank() ? "entry of timeStamp " + timeStamp : location;
  }
}
