package io.tidemark.schedule;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes the due times of calendars in UTC, day by day, as Temporal's documentation defines them.
 * An end-to-end test compares them with the real server.
 */
public final class CalendarModel {
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

  private CalendarModel() {}

  /** Returns the first due times after the moment, up to the count, each once. */
  public static List<Instant> next(ScheduleSpec spec, Instant after, int count) {
    var start = LocalDateTime.ofInstant(after, ZoneOffset.UTC);
    var timesOfDay =
        spec.getCalendars().stream()
            .distinct()
            .collect(Collectors.toMap(it -> it, CalendarModel::timesOfDay));
    return start
        .toLocalDate()
        .datesUntil(LAST_DAY.plusDays(1))
        .flatMap(day -> times(timesOfDay, day).map(day::atTime))
        .filter(it -> it.isAfter(start))
        .limit(count)
        .map(it -> it.toInstant(ZoneOffset.UTC))
        .toList();
  }

  private static Stream<LocalTime> times(
      Map<ScheduleCalendarSpec, List<LocalTime>> timesOfDay, LocalDate day) {
    return timesOfDay.entrySet().stream()
        .filter(it -> dueOn(it.getKey(), day))
        .flatMap(it -> it.getValue().stream())
        .distinct()
        .sorted();
  }

  private static List<LocalTime> timesOfDay(ScheduleCalendarSpec calendar) {
    return matching(calendar.getHour(), 24)
        .flatMap(
            hour ->
                matching(calendar.getMinutes(), 60)
                    .flatMap(
                        minute ->
                            matching(calendar.getSeconds(), 60)
                                .map(second -> LocalTime.of(hour, minute, second))))
        .toList();
  }

  private static Stream<Integer> matching(List<ScheduleRange> ranges, int end) {
    return IntStream.range(0, end).boxed().filter(it -> in(ranges, it));
  }

  private static boolean dueOn(ScheduleCalendarSpec calendar, LocalDate day) {
    var weekday = day.getDayOfWeek().getValue() % 7;
    return in(calendar.getDayOfMonth(), day.getDayOfMonth())
        && in(calendar.getDayOfWeek(), weekday)
        && in(calendar.getMonth(), day.getMonthValue())
        && (calendar.getYear().isEmpty() || in(calendar.getYear(), day.getYear()));
  }

  private static boolean in(List<ScheduleRange> ranges, int number) {
    return ranges.stream()
        .anyMatch(
            it ->
                it.getStart() <= number
                    && number <= it.getEnd()
                    && (number - it.getStart()) % it.getStep() == 0);
  }
}
