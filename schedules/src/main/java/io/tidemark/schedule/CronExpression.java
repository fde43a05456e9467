package io.tidemark.schedule;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A parsed cron expression: times of day, on the days that any of the rules matches, in some months
 * and years.
 *
 * @param seconds 0 to 59
 * @param minutes 0 to 59
 * @param hours 0 to 23
 * @param days at least one rule
 * @param months 1 to 12
 * @param years 2000 to 2100
 */
record CronExpression(
    NavigableSet<Integer> seconds,
    NavigableSet<Integer> minutes,
    NavigableSet<Integer> hours,
    List<DayRule> days,
    NavigableSet<Integer> months,
    NavigableSet<Integer> years) {

  /**
   * Returns calendars that together are due at exactly these times.
   *
   * @throws IllegalArgumentException if no day matches
   */
  PeriodicSchedule schedule(ZoneId zone) {
    var calendars = days.stream().flatMap(this::calendars).distinct().toList();
    if (calendars.isEmpty()) {
      throw new IllegalArgumentException("no month of the years 2000 to 2100 has such a day");
    }
    var spec =
        ScheduleSpec.newBuilder()
            .setCalendars(calendars)
            .setIntervals(List.of())
            .setTimeZoneName(zone.getId())
            .build();
    return new PeriodicSchedule(spec, zone, CronFormatter.format(this, zone));
  }

  /** Returns a rule's calendars; lengths of months in which it means the same days share them. */
  private Stream<ScheduleCalendarSpec> calendars(DayRule rule) {
    Map<List<DayPattern>, Set<MonthLength>> lengths = new LinkedHashMap<>();
    for (var length : MonthLength.values()) {
      lengths
          .computeIfAbsent(rule.in(length.days()), patterns -> EnumSet.noneOf(MonthLength.class))
          .add(length);
    }
    return lengths.entrySet().stream()
        .flatMap(entry -> months(entry.getValue()).flatMap(span -> span.calendars(entry.getKey())));
  }

  /**
   * Returns the months of these lengths; February is on its own if leap years make a difference.
   */
  private Stream<Span> months(Set<MonthLength> lengths) {
    var bothFebruaries =
        lengths.contains(MonthLength.FEBRUARY) == lengths.contains(MonthLength.LEAP_FEBRUARY);
    if (bothFebruaries) {
      return Stream.of(new Span(lengths, years));
    }
    var february =
        lengths.contains(MonthLength.FEBRUARY) ? MonthLength.FEBRUARY : MonthLength.LEAP_FEBRUARY;
    var others = EnumSet.copyOf(lengths);
    others.remove(february);
    return Stream.of(new Span(others, years), new Span(Set.of(february), february.years(years)));
  }

  private static NavigableSet<Integer> common(
      NavigableSet<Integer> first, NavigableSet<Integer> second) {
    var common = new TreeSet<>(first);
    common.retainAll(second);
    return common;
  }

  /** The months of some lengths in some years. */
  private final class Span {
    private final NavigableSet<Integer> spanMonths = new TreeSet<>();
    private final NavigableSet<Integer> spanYears;

    Span(Set<MonthLength> lengths, NavigableSet<Integer> years) {
      lengths.forEach(length -> spanMonths.addAll(common(months, length.months())));
      spanYears = years;
    }

    Stream<ScheduleCalendarSpec> calendars(List<DayPattern> patterns) {
      return spanMonths.isEmpty() || spanYears.isEmpty()
          ? Stream.empty()
          : patterns.stream().map(this::calendar);
    }

    private ScheduleCalendarSpec calendar(DayPattern pattern) {
      return ScheduleCalendarSpec.newBuilder()
          .setSeconds(NumberRanges.of(seconds))
          .setMinutes(NumberRanges.of(minutes))
          .setHour(NumberRanges.of(hours))
          .setDayOfMonth(NumberRanges.of(pattern.days()))
          .setDayOfWeek(NumberRanges.of(pattern.weekdays()))
          .setMonth(NumberRanges.of(spanMonths))
          .setYear(yearRanges())
          .build();
    }

    /** Returns no range for all years, which includes those that a later server may support. */
    private List<ScheduleRange> yearRanges() {
      return spanYears.equals(CronField.YEAR.all()) ? List.of() : NumberRanges.of(spanYears);
    }
  }
}
