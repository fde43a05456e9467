package io.tidemark.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidemark.dev.FlinkJob;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The savepoints that a route is asked for. One by one, the time of a task counts from its own
 * start. At once, it counts from the start of all: they were all requested then, and a thread that
 * starts late must not hide its delay.
 *
 * @param name what to call it in the report
 * @param task done for each savepoint
 * @param savepoints how many
 * @param threads how many are asked for at once, each by a thread of its own
 * @param preparation runs before it and is not measured
 */
record Workload(
    String name,
    BiConsumer<Route, FlinkJob> task,
    int savepoints,
    int threads,
    Optional<Workload> preparation) {
  static Workload oneByOne(String name, int savepoints) {
    return new Workload(name, Route::takeSavepoint, savepoints, 1, Optional.empty());
  }

  static Workload atOnce(String name, int savepoints) {
    return new Workload(name, Route::takeSavepoint, savepoints, savepoints, Optional.empty());
  }

  /** Takes the savepoints first, which is not measured. */
  static Workload disposalsAtOnce(String name, int savepoints) {
    return new Workload(
        name,
        (route, job) -> route.disposeOfSavepoint(),
        savepoints,
        savepoints,
        Optional.of(atOnce(name, savepoints)));
  }

  /** The same with another number of savepoints. */
  Workload ofSize(int size) {
    return new Workload(
        name, task, size, Math.min(threads, size), preparation.map(it -> it.ofSize(size)));
  }

  /** Does what has to be done before it; the failures of that are thrown. */
  void prepare(Route route, List<FlinkJob> jobs) {
    var failures = preparation.map(it -> it.run(route, jobs).failures()).orElse(List.of());
    if (!failures.isEmpty()) {
      throw new IllegalStateException(name + ", before the measurement: " + failures);
    }
  }

  /** Does the task for the jobs in turn. */
  Timings run(Route route, List<FlinkJob> jobs) {
    var pool = new ThreadPoolExecutor(threads, threads, 0, SECONDS, new LinkedBlockingQueue<>());
    pool.prestartAllCoreThreads();
    var watch = threads == 1 ? Stopwatch.ofEach() : Stopwatch.ofAll();
    IntStream.range(0, savepoints)
        .mapToObj(number -> jobs.get(number % jobs.size()))
        .forEach(job -> pool.execute(() -> watch.time(() -> task.accept(route, job))));
    awaitEnd(pool);
    return watch.timings();
  }

  private static void awaitEnd(ExecutorService pool) {
    pool.shutdown();
    try {
      var unused = pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in a workload", e);
    }
  }
}
