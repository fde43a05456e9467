package io.tidemark.bench;

import io.tidemark.dev.FlinkJob;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes savepoints of the jobs in turn and, once enough are there, disposes of the oldest, at a
 * rate that does not depend on how long they take.
 */
final class SteadyLoad implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Stopwatch taken = Stopwatch.ofEach();
  private final Stopwatch disposed = Stopwatch.ofEach();
  private final Route route;
  private final List<FlinkJob> jobs;
  private final int keep;
  private final AtomicInteger there = new AtomicInteger();
  private int asked;

  /**
   * @param keep how many savepoints are there before the oldest goes
   */
  SteadyLoad(Route route, List<FlinkJob> jobs, int keep) {
    this.route = route;
    this.jobs = List.copyOf(jobs);
    this.keep = keep;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // asking does not throw
  void start(int perSecond) {
    var period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    clock.scheduleAtFixedRate(this::ask, 0, period, TimeUnit.NANOSECONDS);
  }

  private void ask() {
    var job = jobs.get(asked % jobs.size());
    threads.execute(() -> takeAndDispose(job));
    asked++;
  }

  private void takeAndDispose(FlinkJob job) {
    taken.time(() -> route.takeSavepoint(job));
    if (there.incrementAndGet() > keep) {
      disposed.time(route::disposeOfSavepoint);
    }
  }

  /** Starts no more, and waits until all that was started has ended. */
  void finish() {
    end(clock);
    end(threads);
  }

  Timings taken() {
    return taken.timings();
  }

  Timings disposed() {
    return disposed.timings();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }

  private static void end(ExecutorService pool) {
    pool.shutdown();
    try {
      var unused = pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in a soak", e);
    }
  }
}
