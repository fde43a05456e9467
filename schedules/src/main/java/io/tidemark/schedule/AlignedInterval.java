package io.tidemark.schedule;

import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleSpec;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An interval as a fixed grid: due at every multiple of the interval since 1970, plus the job's own
 * offset. Nothing drifts, whatever a snapshot takes, and neither restarts nor DST move it (T4).
 *
 * @param every the interval
 * @param offset this job's place on the grid
 */
record AlignedInterval(Duration every, Duration offset) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A century; beyond three of them, Temporal's server would silently take less. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Throws if Temporal, which counts in whole seconds, cannot say it. */
  static AlignedInterval of(Duration every, PeriodicSnapshots snapshots) {
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("shorter than a second");
    }
    if (every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("longer than 36500 d");
    }
    if (!every.equals(every.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("not whole seconds, which is what Temporal counts in");
    }
    return new AlignedInterval(every, snapshots.offset(every));
  }

  PeriodicSchedule schedule(ZoneId zone) {
    var spec =
        ScheduleSpec.newBuilder()
            .setIntervals(List.of(new ScheduleIntervalSpec(every, offset)))
            .setCalendars(List.of())
            .setTimeZoneName(zone.getId())
            .build();
    return new PeriodicSchedule(spec, zone, words());
  }

  private String words() {
    var interval = DurationFormatter.of(every);
    return "Every %s, %d:%02d:%02d after each full %s (counted from 1970-01-01 00:00 UTC)"
        .formatted(
            interval, offset.toHours(), offset.toMinutesPart(), offset.toSecondsPart(), interval);
  }
}
