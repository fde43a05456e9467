package io.tidemark.workflow.snapshot;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.model.ReadableLine;
import io.tidemark.workflow.model.SnapshotState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that come as Updates: refuses one without an effect, and waits for the effect of
 * the others. Their effect is that of the signals (W6).
 */
final class SnapshotUpdates {
  private final SnapshotSignals signals;
  private final ProgressDisplay display;
  private final SnapshotDeletion deletion;

  private boolean closing;
  private @Nullable SnapshotResult result;

  SnapshotUpdates(SnapshotSignals signals, ProgressDisplay display, SnapshotDeletion deletion) {
    this.signals = signals;
    this.display = display;
    this.deletion = deletion;
  }

  /** Refuses to retry a snapshot that has ended and is not being deleted. */
  void checkRetryNow() {
    if (!beingDeleted()) {
      checkNotEnded();
    }
  }

  UpdateResult retryNow() {
    var progress = display.progress();
    signals.retryNow();
    return new UpdateResult(
        (progress.nextTry() == null ? "Checking again; it was: " : "Ended the wait: ")
            + progress.activity());
  }

  /** Refuses a reason that is no text or is empty, and a snapshot that cannot be given up. */
  void checkAbandon(@Nullable Object reason) {
    if (!(reason instanceof String text) || text.isBlank()) {
      throw refusal(
          ReadableLine.of(
              "abandon needs a reason as a text, such as \"disk is full\", but got " + reason));
    }
    checkNotEnded();
    if (beingDeleted()) {
      throw refusal("being deleted; skipDisposal lets the resource go without its savepoint");
    }
  }

  UpdateResult abandon(Object reason) {
    signals.abandon((String) reason);
    return answerOnce(() -> state().terminal());
  }

  /** Refuses to skip a disposal where none is done: neither by a deletion nor after an abandon. */
  void checkSkipDisposal() {
    if (!beingDeleted() && state() != SnapshotState.ABANDONED) {
      throw refusal("not being deleted");
    }
  }

  UpdateResult skipDisposal() {
    signals.skipDisposal();
    return answerOnce(() -> false);
  }

  /** Answers all requests, before the run ends with this result. */
  void finish(SnapshotResult end) {
    result = end;
    finish();
  }

  /** Answers all requests, before the run continues as another one, which carries them out. */
  void finish() {
    closing = true;
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private UpdateResult answerOnce(BooleanSupplier done) {
    Workflow.await(() -> closing || done.getAsBoolean());
    return new UpdateResult(answer(done));
  }

  private String answer(BooleanSupplier done) {
    if (result != null) {
      return result.outcome() + ": " + text(result);
    }
    var activity = display.progress().activity();
    return done.getAsBoolean()
        ? state() + ": " + activity
        : "Accepted, and not done yet: " + activity;
  }

  private static String text(SnapshotResult end) {
    return end.message() == null || end.message().isBlank()
        ? String.valueOf(end.path())
        : end.message();
  }

  private void checkNotEnded() {
    if (state().terminal()) {
      throw refusal("already " + state());
    }
  }

  private boolean beingDeleted() {
    return deletion.started();
  }

  private SnapshotState state() {
    return display.progress().state();
  }

  private static ApplicationFailure refusal(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, "Refused");
  }
}
