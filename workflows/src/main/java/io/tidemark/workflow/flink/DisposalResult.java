package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The result of a disposal.
 *
 * @param status see {@link Status}
 * @param reason one readable line; empty for DISPOSED and PENDING
 * @param disposalId the id of a PENDING disposal; null if Flink has not accepted it yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalResult(Status status, String reason, @Nullable String disposalId) {

  /** The states of a disposal; everything else throws. */
  public enum Status {
    /** The disposal has not ended within the moment for which the workflow task waits. */
    PENDING,
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

  /** Creates the result of a disposal that has ended. */
  public DisposalResult(Status status, String reason) {
    this(status, reason, null);
  }

  /** Returns the state of a disposal that has not ended. */
  public static DisposalResult pending(@Nullable String disposalId) {
    return new DisposalResult(Status.PENDING, "", disposalId);
  }

  /** Returns whether Flink has ended the disposal. */
  public boolean ended() {
    return status != Status.PENDING;
  }

  /** Returns whether the savepoint no longer exists. */
  public boolean gone() {
    return status == Status.DISPOSED || status == Status.ALREADY_GONE;
  }
}
