package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;

/**
 * What becomes of one snapshot, and why (H5).
 *
 * @param id which snapshot
 * @param resourceVersion the version that was decided on
 * @param verdict see {@link Verdict}
 * @param reason a few words, such as "newest completed" or "older than 24 h"
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionDecision(
    SnapshotId id, String resourceVersion, Verdict verdict, String reason) {

  /** Whether a snapshot stays. */
  public enum Verdict {
    KEPT("kept"),
    DELETED("deleted");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }
  }

  public RetentionDecision {
    requireNonNull(id, "id is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(verdict, "verdict is null");
    reason = reason == null ? "" : reason;
  }

  /** Whether the snapshot is to be deleted. */
  public boolean deletes() {
    return verdict == Verdict.DELETED;
  }

  /** The decision for people: {@code deleted: older than 24 h}. */
  public String words() {
    return verdict.word + ": " + reason;
  }

  static RetentionDecision kept(RetentionCandidate snapshot, String reason) {
    return new RetentionDecision(snapshot.id(), snapshot.resourceVersion(), Verdict.KEPT, reason);
  }

  static RetentionDecision deleted(RetentionCandidate snapshot, String reason) {
    return new RetentionDecision(
        snapshot.id(), snapshot.resourceVersion(), Verdict.DELETED, reason);
  }
}
