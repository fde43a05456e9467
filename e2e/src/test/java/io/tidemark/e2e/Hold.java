package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Answers of Flink that are kept back until a test lets them go. */
final class Hold {
  private static final long LIMIT_SECONDS = 60;

  private final Predicate<Call> matching;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Hold(Predicate<Call> matching) {
    this.matching = matching;
  }

  /** Waits until Flink has answered a matching request and the answer is kept back. */
  void awaitReached() {
    try {
      assertThat(reached.await(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as("a request to hold within %s s", LIMIT_SECONDS)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a request", e);
    }
  }

  /** Lets the answers go, and all later ones. */
  void release() {
    released.countDown();
  }

  void pass(Call call) throws InterruptedException {
    if (matching.test(call)) {
      reached.countDown();
      released.await();
    }
  }
}
