package io.tidemark.workflow.execution;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits that signals cut short: a change in the world, and what a person asks for. A backoff is cut
 * by a person only, so that a job resource that keeps changing does not undo it.
 */
public final class InterruptibleWait {
  private boolean changed;
  private boolean urged;

  /** Something changed in the world. */
  public void changed() {
    changed = true;
  }

  /** Somebody asks for something. */
  public void urge() {
    urged = true;
  }

  /** Forgets earlier interruptions; called before the world is looked at afresh. */
  public void reset() {
    changed = false;
    urged = false;
  }

  /** Waits as a timer that the Web UI names, until anything happens. */
  public void pause(Duration longest, String summary) {
    var unused = await(() -> timer(longest, summary));
  }

  /** Waits as a timer that the Web UI names, until somebody asks for something. */
  public void backOff(Duration longest, String summary) {
    var unused = await(() -> timer(longest, summary), () -> urged);
  }

  /** The answer of the work; nothing if something happened before, which cancels the work. */
  public <T> Optional<T> await(Supplier<Promise<T>> work) {
    return await(work, () -> changed || urged);
  }

  public static Promise<Void> timer(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }

  private static <T> Optional<T> await(Supplier<Promise<T>> work, Supplier<Boolean> interrupted) {
    List<Promise<T>> started = new ArrayList<>();
    var scope = Workflow.newCancellationScope(() -> started.add(work.get()));
    scope.run();
    var promise = started.get(0);
    Workflow.await(() -> promise.isCompleted() || interrupted.get());
    try {
      return promise.isCompleted() ? Optional.ofNullable(promise.get()) : Optional.empty();
    } finally {
      scope.cancel();
    }
  }
}
