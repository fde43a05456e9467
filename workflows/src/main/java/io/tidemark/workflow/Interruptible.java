package io.tidemark.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Waits that a signal cuts short: the bridge sends one when something changed that a wait may be
 * for (R10, R14).
 */
final class Interruptible {
  private boolean interrupted;

  /** Ends the wait under way or, if there is none, the next one. */
  void interrupt() {
    interrupted = true;
  }

  /** Forgets earlier interruptions; called before the world is looked at afresh. */
  void reset() {
    interrupted = false;
  }

  /** Waits as a timer that the Web UI names. */
  void pause(Duration longest, String summary) {
    await(() -> timer(longest, summary));
  }

  /**
   * Waits until one of the promises that the work starts is there, then cancels what is still under
   * way.
   */
  void await(Supplier<Promise<?>> work) {
    List<Promise<?>> started = new ArrayList<>();
    var scope = Workflow.newCancellationScope(() -> started.add(work.get()));
    scope.run();
    var promise = started.get(0);
    Workflow.await(() -> promise.isCompleted() || interrupted);
    if (promise.isCompleted()) {
      promise.get();
    }
    scope.cancel();
  }

  static Promise<Void> timer(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }

  /** Passes a failure on if it comes from the cancellation of the workflow itself. */
  static void rethrowIfCancelled(ActivityFailure failure) {
    if (CancellationScope.current().isCancelRequested()) {
      throw failure;
    }
  }
}
