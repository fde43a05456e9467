package io.tidemark.schedule;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import io.temporal.client.schedules.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A schedule in Temporal's terms.
 *
 * @param spec the due times, including the time zone
 * @param zone the time zone of the calendars; intervals do not depend on it
 * @param description the due times in English, without a full stop, for the schedule's note
 */
public record PeriodicSchedule(ScheduleSpec spec, ZoneId zone, String description) {
  public PeriodicSchedule {
    requireNonNull(spec, "spec is null");
    requireNonNull(zone, "zone is null");
    requireNonNull(description, "description is null");
  }

  /** Returns the last due time before the moment; empty if there was none in eight years. */
  public Optional<Instant> lastDueBefore(Instant moment) {
    return Stream.concat(
            spec.getIntervals().stream().map(interval -> LastDueTime.before(moment, interval)),
            spec.getCalendars().stream()
                .flatMap(calendar -> LastDueTime.before(moment, calendar, zone).stream()))
        .max(naturalOrder());
  }
}
