package io.tidemark.kubernetes.statistics;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Instant;
import java.util.Optional;

/**
 * The statistics of the snapshots of one type of one job.
 *
 * @param snapshots the job and the type
 * @param lastGood the trigger time of the newest good snapshot, which is the time of its data
 * @param failuresInARow failed attempts since that one
 * @param expected the last but one due time of the job's schedule: the last good snapshot should
 *     not be older; empty without a schedule
 */
public record JobStatistics(
    PeriodicSnapshots snapshots,
    Optional<Instant> lastGood,
    int failuresInARow,
    Optional<Instant> expected) {
  public JobStatistics {
    requireNonNull(snapshots, "snapshots is null");
  }

  /**
   * Returns true if attempts have failed, or two due times have passed, since the last good one.
   */
  public boolean needsAttention() {
    var overdue = expected.filter(due -> lastGood.filter(good -> !good.isBefore(due)).isEmpty());
    return failuresInARow > 0 || overdue.isPresent();
  }
}
