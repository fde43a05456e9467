package io.tidemark.bench;

import java.util.List;

/**
 * The down times of upgrades by two routes, in seconds, sorted: from the end of the old job until
 * all tasks of the new one ran, both by Flink's clock.
 *
 * @param at when it began, RFC 3339
 * @param machine what it ran on
 * @param plainRest by plain REST
 * @param tidemark by changes of FlinkSessionJobs
 * @param running jobs that ran at the end of both, of the expected ones
 * @param expected how many should have run
 */
record UpgradeReport(
    String at,
    Machine machine,
    List<Double> plainRest,
    List<Double> tidemark,
    int running,
    int expected) {
  /** The ratio of the medians that is not to be exceeded. */
  private static final double GOAL = 1.5;

  UpgradeReport {
    plainRest = plainRest.stream().sorted().toList();
    tidemark = tidemark.stream().sorted().toList();
  }

  /** Returns whether each upgrade has left exactly one running job. */
  boolean exact() {
    return running == expected;
  }

  /** Returns a Markdown table. */
  String table() {
    return """
        | %d upgrades at once, down time | plain REST | Tidemark | to reach |
        |---|---|---|---|
        | p50, s | %.2f | %.2f | |
        | last, s | %.2f | %.2f | |
        | p50 to plain REST | 1 | %.2f | %.1f |
        | jobs that run afterwards | | %d | %d |
        """
        .formatted(
            tidemark.size(),
            median(plainRest),
            median(tidemark),
            plainRest.get(plainRest.size() - 1),
            tidemark.get(tidemark.size() - 1),
            median(tidemark) / median(plainRest),
            GOAL,
            running,
            expected);
  }

  private static double median(List<Double> sorted) {
    return sorted.get((sorted.size() - 1) / 2);
  }
}
