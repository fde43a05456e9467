package io.tidemark.flink.job;

import io.tidemark.flink.HeartbeatingPoller;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs calls on threads of their own, while the activity that waits for them heartbeats: a
 * program's {@code main} or a large jar can take minutes.
 */
final class LongCalls {
  private final ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads());

  /** Returns the result of a call. If the activity ends before, the call is interrupted. */
  <T> T await(HeartbeatingPoller poller, Callable<T> call, Supplier<?> details) {
    return poller.await(threads.submit(call), details);
  }

  private static final class DaemonThreads implements ThreadFactory {
    private final AtomicInteger created = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      var thread = new Thread(task, "flink-long-call-" + created.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
