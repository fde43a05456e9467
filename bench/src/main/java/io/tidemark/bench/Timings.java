package io.tidemark.bench;

import java.util.List;

/**
 * The durations of the savepoints of a workload, in seconds.
 *
 * @param p50 half of them took at most this
 * @param p95 95 of 100 took at most this
 * @param last the slowest
 * @param total from the start of the first to the end of the last
 * @param perSecond savepoints per second of the total
 * @param failures what did not end COMPLETED, and why
 */
record Timings(
    double p50, double p95, double last, double total, double perSecond, List<String> failures) {
  Timings {
    failures = List.copyOf(failures);
  }
}
