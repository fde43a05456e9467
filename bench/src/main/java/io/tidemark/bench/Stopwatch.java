package io.tidemark.bench;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Times tasks of many threads, from the making of this object to the end of the last task. */
final class Stopwatch {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int HALF = 50;
  private static final int NEARLY_ALL = 95;
  private static final double MICROS = TimeUnit.SECONDS.toMicros(1);

  private final Histogram micros = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final long started = System.nanoTime();
  private final LongSupplier begin;

  private Stopwatch(boolean fromStart) {
    begin = fromStart ? () -> started : System::nanoTime;
  }

  /** Times each task from its own start. */
  static Stopwatch ofEach() {
    return new Stopwatch(false);
  }

  /** Times each task from the start of this stopwatch. */
  static Stopwatch ofAll() {
    return new Stopwatch(true);
  }

  void time(Runnable task) {
    var from = begin.getAsLong();
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.add(e.toString());
    }
    micros.recordValue(microsSince(from));
  }

  Timings timings() {
    var total = microsSince(started) / MICROS;
    return new Timings(
        percentile(HALF),
        percentile(NEARLY_ALL),
        micros.getMaxValue() / MICROS,
        total,
        micros.getTotalCount() / total,
        failures);
  }

  private double percentile(double percent) {
    return micros.getValueAtPercentile(percent) / MICROS;
  }

  private static long microsSince(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanoTime);
  }
}
