package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that exists, for one type of snapshot.
 *
 * @param snapshots the job and the type
 * @param schedule its schedule for this type
 * @param expectedFrom the time from which its schedule is expected to be kept; null for a suspended
 *     job, which takes no snapshots
 */
record CountedJob(
    PeriodicSnapshots snapshots,
    Optional<PeriodicSchedule> schedule,
    @Nullable Instant expectedFrom) {

  static CountedJob of(
      JobResource job, PeriodicSnapshots snapshots, Optional<PeriodicSchedule> schedule) {
    var resting = job.suspended() || job.beingDeleted();
    return new CountedJob(snapshots, schedule, resting ? null : created(job));
  }

  private static Instant created(JobResource job) {
    try {
      var created = job.getMetadata().getCreationTimestamp();
      return created == null ? Instant.EPOCH : Instant.parse(created);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  /** Returns the last but one due time, so that a snapshot in progress raises no alarm. */
  Optional<Instant> expected(Instant now) {
    return expectedFrom == null
        ? Optional.empty()
        : schedule
            .flatMap(times -> times.lastDueBefore(now).flatMap(times::lastDueBefore))
            .filter(due -> due.isAfter(expectedFrom));
  }
}
