package io.tidemark.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Reads the answer to a question once for all threads that ask it while an earlier reading is under
 * way. They wait for the next reading, which begins after they have asked, so that no answer is
 * older than its question.
 *
 * @param <Q> the questions; equal ones have the same answer
 * @param <A> the answers, which several threads get
 */
public final class SingleFlight<Q, A> {
  private final ConcurrentMap<Q, CompletableFuture<A>> waiting = new ConcurrentHashMap<>();
  private final ConcurrentMap<Q, CompletableFuture<A>> underWay = new ConcurrentHashMap<>();

  /**
   * Returns the answer, read by this thread or by another one that asks the same.
   *
   * @param reading reads the answer; what it throws is thrown to all who wait for it
   */
  public A ask(Q question, Supplier<? extends A> reading) {
    var mine = new CompletableFuture<A>();
    var shared = waiting.putIfAbsent(question, mine);
    if (shared == null) {
      read(question, reading, mine);
    }
    return answer(shared == null ? mine : shared);
  }

  /** Returns the number of questions that are being asked. */
  int open() {
    return waiting.size() + underWay.size();
  }

  private void read(Q question, Supplier<? extends A> reading, CompletableFuture<A> mine) {
    begin(question, mine);
    try {
      var read = reading.get();
      underWay.remove(question);
      mine.complete(read);
    } catch (RuntimeException | Error failed) {
      underWay.remove(question);
      mine.completeExceptionally(failed);
    }
  }

  /** Waits for the reading under way. A thread that asks after this waits for a later one. */
  private void begin(Q question, CompletableFuture<A> mine) {
    var before = underWay.putIfAbsent(question, mine);
    while (before != null) {
      before.handle((answer, failure) -> true).join();
      before = underWay.putIfAbsent(question, mine);
    }
    waiting.remove(question);
  }

  private static <A> A answer(CompletableFuture<A> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
