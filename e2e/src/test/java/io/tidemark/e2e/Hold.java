package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Requests, or answers to them, that are kept back until a test lets them go or drops them. */
final class Hold {

  private final Predicate<Call> matching;
  private final Set<String> subjects = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Boolean> passes = new CompletableFuture<>();

  Hold(Predicate<Call> matching) {
    this.matching = matching;
  }

  /** Waits until a matching request is kept back. */
  void awaitReached() {
    awaitReached(1);
  }

  /** Waits until requests of so many different snapshots are, or were, kept back. */
  void awaitReached(int snapshots) {
    await("requests of " + snapshots + " snapshots to hold")
        .until(this::reached, count -> count >= snapshots);
  }

  /** Returns the number of different snapshots whose requests were kept back. */
  int reached() {
    return subjects.size();
  }

  /** Lets go what is kept back, and everything later. */
  void release() {
    passes.complete(true);
  }

  /** Breaks the connections of what is kept back; everything later passes. */
  void drop() {
    passes.complete(false);
  }

  /** Returns when the call may continue; false if its connection is to break. */
  boolean pass(Call call) {
    if (passes.isDone() || !matching.test(call)) {
      return true;
    }
    subjects.add(call.subject());
    return passes.join();
  }
}
