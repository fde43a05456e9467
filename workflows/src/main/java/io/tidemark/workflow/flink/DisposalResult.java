package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a disposal.
 *
 * @param status see {@link Status}
 * @param reason one readable line; empty for DISPOSED
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalResult(Status status, String reason) {

  /** The ends of a disposal; everything else throws. */
  public enum Status {
    DISPOSED,
    /** The savepoint no longer exists, which counts as disposed of (R15). */
    ALREADY_GONE,
    /** A running job may need the savepoint, so Flink was not asked to dispose of it (R19). */
    IN_USE,
    /** Flink failed to dispose of the savepoint. */
    FAILED
  }

  public DisposalResult {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
  }

  /** Returns whether the savepoint no longer exists. */
  public boolean gone() {
    return status == Status.DISPOSED || status == Status.ALREADY_GONE;
  }
}
