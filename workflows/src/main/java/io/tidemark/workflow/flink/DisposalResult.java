package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The result of a disposal.
 *
 * @param status see {@link Status}
 * @param reason one readable line for ALREADY_GONE and FAILED; empty otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalResult(Status status, String reason) {

  /** Flink's answers to a disposal; everything else throws. */
  public enum Status {
    DISPOSED,
    /** The savepoint no longer exists, which counts as disposed of (R15). */
    ALREADY_GONE,
    /** Flink failed to dispose of the savepoint. */
    FAILED
  }

  public DisposalResult {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
  }
}
