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
 * An interval that is aligned to the clock: due at every multiple of the interval since 1970, plus
 * the job's own offset. Neither the duration of a snapshot, nor a restart, nor daylight saving time
 * moves the due times (T4).
 *
 * @param every the interval
 * @param offset the job's offset, from zero to below the interval
 */
record AlignedInterval(Duration every, Duration offset) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * 100 years. Temporal's server would silently shorten an interval of more than three times that.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Returns the interval with the job's offset.
   *
   * @throws IllegalArgumentException if it is shorter than a second, longer than 100 years, or not
   *     in whole seconds, in which Temporal counts
   */
  static AlignedInterval of(Duration every, PeriodicSnapshots snapshots) {
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("shorter than a second");
    }
    if (every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("longer than 36500 d");
    }
    if (!every.equals(every.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("not in whole seconds, as Temporal requires");
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
    return new PeriodicSchedule(spec, zone, description());
  }

  private String description() {
    return "Every %s, offset %d:%02d:%02d (counted from 1970-01-01 00:00 UTC)"
        .formatted(
            DurationFormatter.of(every),
            offset.toHours(),
            offset.toMinutesPart(),
            offset.toSecondsPart());
  }
}
