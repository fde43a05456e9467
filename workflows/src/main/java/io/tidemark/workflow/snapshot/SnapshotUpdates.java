package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.execution.UpdateAnswers;
import io.tidemark.workflow.execution.UpdateResult;
import io.tidemark.workflow.model.SnapshotState;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that come as Updates: refuses one without an effect, and waits for the effect of
 * the others. Their effect is that of the signals (W6).
 */
final class SnapshotUpdates {
  private final SnapshotSignals signals;
  private final ProgressDisplay display;
  private final SnapshotDeletion deletion;
  private final UpdateAnswers answers;

  SnapshotUpdates(SnapshotSignals signals, ProgressDisplay display, SnapshotDeletion deletion) {
    this.signals = signals;
    this.display = display;
    this.deletion = deletion;
    this.answers = new UpdateAnswers(() -> display.progress().activity());
  }

  /** Refuses to retry a snapshot that has ended and is not being deleted. */
  void checkRetryNow() {
    if (!beingDeleted()) {
      checkNotEnded();
    }
  }

  UpdateResult retryNow() {
    var answer = answers.retried(display.progress().nextTry() != null);
    signals.retryNow();
    return answer;
  }

  /** Refuses a reason that is no text or is empty, and a snapshot that cannot be given up. */
  void checkAbandon(@Nullable Object reason) {
    var unused =
        UpdateAnswers.requireText(
            reason, "abandon needs a reason as a text, such as \"disk is full\"");
    checkNotEnded();
    if (beingDeleted()) {
      throw UpdateAnswers.refusal(
          "being deleted; skipDisposal lets the resource go without its savepoint");
    }
  }

  UpdateResult abandon(Object reason) {
    signals.abandon((String) reason);
    return answers.once(
        () -> state().terminal(), () -> state() + ": " + display.progress().activity());
  }

  /** Refuses to skip a disposal where none is done: neither by a deletion nor after an abandon. */
  void checkSkipDisposal() {
    if (!beingDeleted() && state() != SnapshotState.ABANDONED) {
      throw UpdateAnswers.refusal("not being deleted");
    }
  }

  UpdateResult skipDisposal() {
    signals.skipDisposal();
    return answers.once(() -> false, () -> "");
  }

  /** Answers all requests, before the run ends with this result. */
  void finish(SnapshotResult end) {
    answers.finish(end.outcome() + ": " + text(end));
  }

  /** Answers all requests, before the run continues as another one, which carries them out. */
  void finish() {
    answers.finish();
  }

  private static String text(SnapshotResult end) {
    return end.message() == null || end.message().isBlank()
        ? String.valueOf(end.path())
        : end.message();
  }

  private void checkNotEnded() {
    if (state().terminal()) {
      throw UpdateAnswers.refusal("already " + state());
    }
  }

  private boolean beingDeleted() {
    return deletion.started();
  }

  private SnapshotState state() {
    return display.progress().state();
  }
}
