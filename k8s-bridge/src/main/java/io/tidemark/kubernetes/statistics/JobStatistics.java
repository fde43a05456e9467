package io.tidemark.kubernetes.statistics;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the snapshots of one type of one job.
 *
 * @param of whose they are, and their type
 * @param lastGood when the newest good one was triggered, which is the moment that its data is of
 * @param failuresInARow failed attempts since that one
 * @param expected the last but one time that one was due by the job's schedule: a good one should
 *     not be older; empty without a schedule
 */
public record JobStatistics(
    PeriodicSnapshots of,
    Optional<Instant> lastGood,
    int failuresInARow,
    Optional<Instant> expected) {
  public JobStatistics {
    requireNonNull(of, "of is null");
  }

  /** Whether two due times have passed without a good one, or attempts have failed since it. */
  public boolean inTrouble() {
    var overdue = expected.filter(due -> lastGood.filter(it -> !it.isBefore(due)).isEmpty());
    return failuresInARow > 0 || overdue.isPresent();
  }
}
