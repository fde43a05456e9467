package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;

/**
 * The decision for one snapshot, and its reason (H5).
 *
 * @param id the snapshot
 * @param resourceVersion the version that the decision is for
 * @param verdict kept, deleted, or to be deleted and refused
 * @param reason a few words, such as "newest completed" or "older than 24 h"
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionDecision(
    SnapshotId id, String resourceVersion, Verdict verdict, String reason) {

  /** Says that a snapshot is kept, or deleted. */
  public enum Verdict {
    KEPT("kept"),
    DELETED("deleted"),
    /** It should be deleted, and the API server refuses that. */
    REFUSED("not deleted"),
    /** The limits ask for it, but its data must not be disposed of (H6). */
    SKIPPED("kept");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  public RetentionDecision {
    requireNonNull(id, "id is null");
    requireNonNull(resourceVersion, "resourceVersion is null");
    requireNonNull(verdict, "verdict is null");
    reason = reason == null ? "" : reason;
  }

  /** Returns true if the snapshot is to be deleted. */
  public boolean deletes() {
    return verdict == Verdict.DELETED;
  }

  /** Returns the decision as text, for example {@code deleted: older than 24 h}. */
  public String description() {
    return verdict.text + ": " + reason;
  }

  /** Returns that the deletion was refused, with the API server's words. */
  public RetentionDecision refused(String words) {
    return new RetentionDecision(
        id, resourceVersion, Verdict.REFUSED, "the API server refuses it: " + words);
  }

  static RetentionDecision kept(RetentionCandidate snapshot, String reason) {
    return new RetentionDecision(snapshot.id(), snapshot.resourceVersion(), Verdict.KEPT, reason);
  }

  static RetentionDecision deleted(RetentionCandidate snapshot, String reason) {
    return new RetentionDecision(
        snapshot.id(), snapshot.resourceVersion(), Verdict.DELETED, reason);
  }
}
