package io.tidemark.schedule;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Computes when an interval or a calendar of Temporal was last due. */
final class LastDueTime {
  /** Eight years are the longest time between two February 29ths, around the year 2100. */
  private static final int LOOK_BACK_YEARS = 8;

  private static final int HOURS = 24;
  private static final int SIXTY = 60;

  private LastDueTime() {}

  /** Returns the last multiple of the interval, plus the offset, before the moment. */
  static Instant before(Instant moment, ScheduleIntervalSpec interval) {
    var every = interval.getEvery().toSeconds();
    var offset = interval.getOffset().toSeconds();
    var second = moment.getEpochSecond() - (moment.getNano() == 0 ? 1 : 0);
    return Instant.ofEpochSecond(Math.floorDiv(second - offset, every) * every + offset);
  }

  /** Returns the last time before the moment that matches all fields; empty if none in 8 years. */
  static Optional<Instant> before(Instant moment, ScheduleCalendarSpec calendar, ZoneId zone) {
    var today = moment.atZone(zone).toLocalDate();
    return Stream.iterate(today, day -> day.minusDays(1))
        .takeWhile(day -> day.isAfter(today.minusYears(LOOK_BACK_YEARS).minusDays(1)))
        .filter(day -> dueOn(day, calendar))
        .flatMap(day -> timesOn(day, calendar, zone))
        .filter(time -> time.isBefore(moment))
        .findFirst();
  }

  private static boolean dueOn(LocalDate day, ScheduleCalendarSpec calendar) {
    return matches(calendar.getDayOfMonth(), day.getDayOfMonth())
        && matches(calendar.getDayOfWeek(), day.getDayOfWeek().getValue() % 7)
        && matches(calendar.getMonth(), day.getMonthValue())
        && (calendar.getYear().isEmpty() || matches(calendar.getYear(), day.getYear()));
  }

  /**
   * Returns the due times of a day, latest first, without those that daylight saving time skips.
   */
  private static Stream<Instant> timesOn(
      LocalDate day, ScheduleCalendarSpec calendar, ZoneId zone) {
    return backwards(calendar.getHour(), HOURS)
        .mapToObj(day.atStartOfDay()::withHour)
        .flatMap(time -> backwards(calendar.getMinutes(), SIXTY).mapToObj(time::withMinute))
        .flatMap(time -> backwards(calendar.getSeconds(), SIXTY).mapToObj(time::withSecond))
        .filter(time -> !zone.getRules().getValidOffsets(time).isEmpty())
        .map(time -> time.atZone(zone).toInstant());
  }

  private static IntStream backwards(List<ScheduleRange> ranges, int end) {
    return IntStream.rangeClosed(1, end)
        .map(number -> end - number)
        .filter(number -> matches(ranges, number));
  }

  private static boolean matches(List<ScheduleRange> ranges, int number) {
    return ranges.stream()
        .anyMatch(
            range ->
                range.getStart() <= number
                    && number <= range.getEnd()
                    && (number - range.getStart()) % range.getStep() == 0);
  }
}
