package io.tidemark.flink;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a question once for all threads that have it at the same time. While it is being asked,
 * those that come later wait for the next time, which begins after this one has ended. So no thread
 * gets an answer that was begun before it asked. One of the threads that wait asks; the others get
 * its answer, or its failure.
 *
 * <p>An interruption concerns one thread only: if it is the one that asks, another one of those
 * that wait asks again.
 */
final class SingleFlight<A> {
  private boolean underWay;

  /** The number of times that the question was asked, or is being asked. */
  private long begun;

  /** The last time that had an outcome, which is an answer or a failure. */
  private long ended;

  private Supplier<A> outcome =
      () -> {
        throw new IllegalStateException("nothing was asked");
      };

  /**
   * Returns an answer that was begun after this call.
   *
   * @param question asks, and throws if there is no answer
   * @throws CancellationException if the thread is interrupted while it waits for another one
   */
  A ask(Supplier<A> question) {
    var shared = awaitSharedOutcome();
    return shared == null ? lead(question) : shared.get();
  }

  /** Returns the outcome of another thread; null if this one has to ask. */
  private synchronized @Nullable Supplier<A> awaitSharedOutcome() {
    var before = begun;
    while (ended <= before) {
      if (!underWay) {
        underWay = true;
        begun++;
        return null;
      }
      try {
        wait();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while another thread asked");
      }
    }
    return outcome;
  }

  /** Asks for this thread and for the others. */
  private A lead(Supplier<A> question) {
    Supplier<A> shared = null;
    try {
      var answer = question.get();
      shared = () -> answer;
      return answer;
    } catch (RuntimeException failure) {
      shared = Thread.currentThread().isInterrupted() ? null : failing(failure);
      throw failure;
    } finally {
      end(shared);
    }
  }

  private static <A> Supplier<A> failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  /** Ends the asking; without an outcome, one of those that wait asks again. */
  private synchronized void end(@Nullable Supplier<A> shared) {
    underWay = false;
    if (shared != null) {
      outcome = shared;
      ended = begun;
    }
    notifyAll();
  }
}
