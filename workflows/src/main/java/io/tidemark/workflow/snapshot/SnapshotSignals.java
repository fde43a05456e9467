package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.model.ReadableLine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records the requests that signals and a cancellation make, and ends the workflow's waits. */
final class SnapshotSignals {
  private final InterruptibleWait waits;

  private boolean deletionRequested;
  private boolean skipDisposal;
  private boolean cancelled;
  private @Nullable String abandonReason;

  SnapshotSignals(InterruptibleWait waits, ContinuedState continued) {
    this.waits = waits;
    this.skipDisposal = continued.skipDisposal();
    this.abandonReason = continued.abandonReason();
  }

  void changed() {
    waits.changed();
  }

  void retryNow() {
    waits.retryRequested();
  }

  void deletionRequested() {
    deletionRequested = true;
    waits.requested();
  }

  void abandon(@Nullable String reason) {
    abandonReason =
        reason == null || reason.isBlank() ? "abandoned by signal" : ReadableLine.of(reason);
    waits.requested();
  }

  /**
   * Records a cancellation. It gives the snapshot up or, if the resource turns out to be deleted,
   * skips its disposal: the next look decides, also after a time in which there was none (W3).
   */
  void cancelled(String reason) {
    cancelled = true;
    abandon(reason);
  }

  void skipDisposal() {
    skipDisposal = true;
    waits.requested();
  }

  /** Forgets interruptions and an earlier deletion request, before the resource is read again. */
  void reset() {
    deletionRequested = false;
    waits.reset();
  }

  /** Returns whether a change was reported since the resource was last read. */
  boolean isChanged() {
    return waits.isChanged();
  }

  /** Returns whether a deletion was requested since the resource was last read. */
  boolean isDeletionRequested() {
    return deletionRequested;
  }

  boolean isDisposalSkipped() {
    return skipDisposal;
  }

  boolean isCancelled() {
    return cancelled;
  }

  Optional<String> abandonReason() {
    return Optional.ofNullable(abandonReason);
  }
}
