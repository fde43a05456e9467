package io.tidemark.flink;

import io.tidemark.workflow.flink.DisposalResult;
import java.util.Optional;

/** What Flink says of a disposal. */
public sealed interface DisposalStatus {
  /** The result, or empty while there is none. */
  Optional<DisposalResult> ended();

  /** The disposal is under way. */
  record Pending() implements DisposalStatus {
    @Override
    public Optional<DisposalResult> ended() {
      return Optional.empty();
    }
  }

  /** The savepoint is deleted. */
  record Disposed() implements DisposalStatus {
    @Override
    public Optional<DisposalResult> ended() {
      return Optional.of(new DisposalResult(DisposalResult.Status.DISPOSED, null));
    }
  }

  /**
   * There was no savepoint to delete (R15).
   *
   * @param cause one readable line that names the path
   */
  record AlreadyGone(String cause) implements DisposalStatus {
    @Override
    public Optional<DisposalResult> ended() {
      return Optional.of(new DisposalResult(DisposalResult.Status.ALREADY_GONE, cause));
    }
  }

  /**
   * The savepoint is there still, or some of it.
   *
   * @param cause one readable line
   */
  record Failed(String cause) implements DisposalStatus {
    @Override
    public Optional<DisposalResult> ended() {
      return Optional.of(new DisposalResult(DisposalResult.Status.FAILED, cause));
    }
  }
}
