package io.tidemark.bench;

import static io.tidemark.bench.ScaleCluster.awaitLong;
import static io.tidemark.bench.ScaleCluster.seconds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The history cleanup of all jobs, of which each tenth has one savepoint too many.
 *
 * @param jobs that were to be gone through
 * @param deletions that were due
 * @param left how many of them were not done
 * @param tookSeconds until the last one was done
 * @param problems runs that ended badly
 */
record CleanupRun(int jobs, int deletions, long left, double tookSeconds, List<String> problems) {
  private static final int EVERY = 10;

  CleanupRun {
    problems = List.copyOf(problems);
  }

  static CleanupRun run(ScaleCluster cluster) {
    cluster.replicas.close();
    var size = cluster.population.size();
    var excess = cluster.population.addExcess(EVERY);
    var settings =
        Map.of(
            "TIDEMARK_HISTORY_CLEANUP_ENABLED",
            "true",
            "TIDEMARK_HISTORY_CLEANUP_MANUAL",
            "true",
            "TIDEMARK_HISTORY_CLEANUP_MAX_COUNT",
            Integer.toString(size.each()));
    var from = Instant.now();
    var unused = cluster.replicas.start(settings);
    awaitLong("the schedule of the history cleanup")
        .ignoreExceptions()
        .until(cluster.temporal::triggerCleanup);
    awaitLong("the history cleanup")
        .until(() -> left(cluster) == 0 || !cluster.temporal.failedCleanups(from).isEmpty());
    return new CleanupRun(
        size.jobs(),
        excess,
        left(cluster),
        seconds(Duration.between(from, Instant.now())),
        cluster.temporal.failedCleanups(from));
  }

  private static long left(ScaleCluster cluster) {
    return cluster.populationSnapshots() - cluster.population.size().snapshots();
  }
}
