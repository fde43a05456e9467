package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What Flink says of a disposal.
 *
 * @param status see {@link Status}
 * @param reason one readable line for ALREADY_GONE and FAILED; empty otherwise
 * @param disposalId Flink's id of a PENDING one; null otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalResult(Status status, String reason, @Nullable String disposalId) {

  /** Flink's answers about a disposal; everything else throws. */
  public enum Status {
    /** Not ended when the patience was over. */
    PENDING,
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

  /** A disposal that has ended. */
  public DisposalResult(Status status, @Nullable String reason) {
    this(status, reason, null);
  }

  /** A disposal that is under way. */
  public static DisposalResult pending(String disposalId) {
    return new DisposalResult(Status.PENDING, "", disposalId);
  }
}
