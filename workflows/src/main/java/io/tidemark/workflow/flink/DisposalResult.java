package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How a disposal ended.
 *
 * @param status see {@link Status}
 * @param reason one readable line for ALREADY_GONE and FAILED; empty otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalResult(Status status, String reason) {

  /** Flink's answers about a disposal; everything else throws. */
  public enum Status {
    DISPOSED,
    /** No savepoint is there any more: as good as disposed (R15). */
    ALREADY_GONE,
    /** Flink says that it could not. */
    FAILED
  }

  public DisposalResult {
    requireNonNull(status, "status is null");
    reason = reason == null ? "" : reason;
  }
}
