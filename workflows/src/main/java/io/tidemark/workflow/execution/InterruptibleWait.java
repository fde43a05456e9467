package io.tidemark.workflow.execution;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The only way in which a workflow waits, for a timer or for an activity. A signal or a
 * cancellation ends each wait at once; an interrupted activity is cancelled.
 *
 * <p>Changes in the cluster are distinguished from a person's requests, since some waits must
 * outlast a job resource that keeps changing. Of the requests, one to retry ends no check of an
 * attempt that has failed.
 */
public final class InterruptibleWait {
  private boolean changed;
  private boolean requested;
  private boolean retryRequested;

  /** Records that something changed in the cluster. */
  public void changed() {
    changed = true;
  }

  /** Records a person's request, or that the resource is being deleted. */
  public void requested() {
    requested = true;
  }

  /** Records a person's request to retry now. */
  public void retryRequested() {
    retryRequested = true;
  }

  /** Returns whether something has changed since the last {@link #reset}. */
  public boolean isChanged() {
    return changed;
  }

  /** Forgets earlier interruptions. Workflows call this before they read the resource again. */
  public void reset() {
    changed = false;
    requested = false;
    retryRequested = false;
  }

  /** Forgets a request to retry that was made for the attempt that has just failed. */
  public void attemptFailed() {
    retryRequested = false;
  }

  /** Waits for the time to pass, as a timer that the Web UI names, or for any interruption. */
  public void pause(Duration longest, String summary) {
    var unused = await(() -> timer(longest, summary), () -> changed || isRequested());
  }

  /** Waits for the time to pass, as a timer that the Web UI names, or for a person's request. */
  public void backOff(Duration longest, String summary) {
    var unused = await(() -> timer(longest, summary), this::isRequested);
  }

  /** Returns the result of the work; empty after any interruption. */
  public <T> Optional<T> orChange(Supplier<Promise<T>> work) {
    return await(work, () -> changed || isRequested());
  }

  /** Returns the result of the work; empty after a person's request. */
  public <T> Optional<T> orRequest(Supplier<Promise<T>> work) {
    return await(work, this::isRequested);
  }

  /** Returns the result of the work; empty after a person's request, except one to retry. */
  public <T> Optional<T> orRequestToEnd(Supplier<Promise<T>> work) {
    return await(work, () -> requested);
  }

  private boolean isRequested() {
    return requested || retryRequested;
  }

  /**
   * Returns the result of the work; empty once the condition holds.
   *
   * @throws io.temporal.failure.ActivityFailure if the work is an activity that failed
   */
  public static <T> Optional<T> await(Supplier<Promise<T>> work, BooleanSupplier interrupted) {
    List<Promise<T>> started = new ArrayList<>();
    var scope = Workflow.newCancellationScope(() -> started.add(work.get()));
    scope.run();
    var promise = started.get(0);
    Workflow.await(() -> promise.isCompleted() || interrupted.getAsBoolean());
    try {
      return promise.isCompleted() ? Optional.ofNullable(promise.get()) : Optional.empty();
    } finally {
      scope.cancel();
    }
  }

  /** Starts a timer that the Web UI names. */
  public static Promise<Void> timer(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }
}
