package io.tidemark.schedule;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import io.temporal.client.schedules.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A translated schedule.
 *
 * @param spec when it is due, its time zone included
 * @param zone the time zone that calendars are read in; intervals do not depend on it
 * @param words the same as a sentence, for the schedule's note
 */
public record PeriodicSchedule(ScheduleSpec spec, ZoneId zone, String words) {
  public PeriodicSchedule {
    requireNonNull(spec, "spec is null");
    requireNonNull(zone, "zone is null");
    requireNonNull(words, "words is null");
  }

  /** The last time before this moment that it was due; empty if that is years ago or never was. */
  public Optional<Instant> lastDueBefore(Instant moment) {
    return Stream.concat(
            spec.getIntervals().stream().map(it -> LastDueTime.lastBefore(moment, it)),
            spec.getCalendars().stream()
                .flatMap(it -> LastDueTime.lastBefore(moment, it, zone).stream()))
        .max(naturalOrder());
  }
}
