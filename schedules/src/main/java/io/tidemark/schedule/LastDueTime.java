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

/** When Temporal's intervals and calendars were due. */
final class LastDueTime {
  /** February 29 comes after eight years at the latest; what was due before is of no interest. */
  private static final int LOOK_BACK_YEARS = 8;

  private static final int HOURS = 24;
  private static final int SIXTY = 60;

  private LastDueTime() {}

  /** The multiple of the interval, plus the offset, before this moment. */
  static Instant lastBefore(Instant moment, ScheduleIntervalSpec interval) {
    var every = interval.getEvery().toSeconds();
    var offset = interval.getOffset().toSeconds();
    var second = moment.getEpochSecond() - (moment.getNano() == 0 ? 1 : 0);
    return Instant.ofEpochSecond(Math.floorDiv(second - offset, every) * every + offset);
  }

  /** The last time before this moment that all fields of the calendar match. */
  static Optional<Instant> lastBefore(Instant moment, ScheduleCalendarSpec calendar, ZoneId zone) {
    var today = moment.atZone(zone).toLocalDate();
    return Stream.iterate(today, day -> day.minusDays(1))
        .takeWhile(day -> day.isAfter(today.minusYears(LOOK_BACK_YEARS).minusDays(1)))
        .filter(day -> dueOn(day, calendar))
        .flatMap(day -> timesOn(day, calendar, zone))
        .filter(time -> time.isBefore(moment))
        .findFirst();
  }

  private static boolean dueOn(LocalDate day, ScheduleCalendarSpec calendar) {
    return among(calendar.getDayOfMonth(), day.getDayOfMonth())
        && among(calendar.getDayOfWeek(), day.getDayOfWeek().getValue() % 7)
        && among(calendar.getMonth(), day.getMonthValue())
        && (calendar.getYear().isEmpty() || among(calendar.getYear(), day.getYear()));
  }

  /** The latest first; a time that the change to summer skips is none. */
  private static Stream<Instant> timesOn(
      LocalDate day, ScheduleCalendarSpec calendar, ZoneId zone) {
    return backwards(calendar.getHour(), HOURS)
        .mapToObj(day.atStartOfDay()::withHour)
        .flatMap(at -> backwards(calendar.getMinutes(), SIXTY).mapToObj(at::withMinute))
        .flatMap(at -> backwards(calendar.getSeconds(), SIXTY).mapToObj(at::withSecond))
        .filter(at -> !zone.getRules().getValidOffsets(at).isEmpty())
        .map(at -> at.atZone(zone).toInstant());
  }

  private static IntStream backwards(List<ScheduleRange> ranges, int end) {
    return IntStream.rangeClosed(1, end).map(it -> end - it).filter(it -> among(ranges, it));
  }

  private static boolean among(List<ScheduleRange> ranges, int number) {
    return ranges.stream()
        .anyMatch(
            it ->
                it.getStart() <= number
                    && number <= it.getEnd()
                    && (number - it.getStart()) % it.getStep() == 0);
  }
}
