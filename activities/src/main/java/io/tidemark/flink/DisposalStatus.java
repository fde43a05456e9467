package io.tidemark.flink;

import io.tidemark.workflow.flink.DisposalResult;
import java.util.Optional;

/** Flink's answer to a query for a disposal. */
public sealed interface DisposalStatus {
  /** Returns the result; empty while the disposal is in progress. */
  Optional<DisposalResult> result();

  /** The disposal is in progress. */
  record Pending() implements DisposalStatus {
    @Override
    public Optional<DisposalResult> result() {
      return Optional.empty();
    }
  }

  /** The savepoint is deleted. */
  record Disposed() implements DisposalStatus {
    @Override
    public Optional<DisposalResult> result() {
      return Optional.of(new DisposalResult(DisposalResult.Status.DISPOSED, null));
    }
  }

  /**
   * The savepoint did not exist (R15).
   *
   * @param cause one readable line that names the path
   */
  record AlreadyGone(String cause) implements DisposalStatus {
    @Override
    public Optional<DisposalResult> result() {
      return Optional.of(new DisposalResult(DisposalResult.Status.ALREADY_GONE, cause));
    }
  }

  /**
   * Flink failed to delete the savepoint, or a part of it.
   *
   * @param cause one readable line
   */
  record Failed(String cause) implements DisposalStatus {
    @Override
    public Optional<DisposalResult> result() {
      return Optional.of(new DisposalResult(DisposalResult.Status.FAILED, cause));
    }
  }
}
