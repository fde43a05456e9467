package io.tidemark.schedule;

import static io.tidemark.schedule.DayPattern.FRIDAY;
import static io.tidemark.schedule.DayPattern.MONDAY;

import java.util.List;
import java.util.NavigableSet;

/**
 * A rule for days in a cron expression. Temporal's calendars know only numbers of days and of
 * weekdays, so a rule that counts from the end of a month, or depends on a weekend, becomes several
 * patterns.
 */
sealed interface DayRule {
  /**
   * Returns the matching days in a month; none if the month has no such day.
   *
   * @param monthLength days in the month, 28 to 31
   */
  List<DayPattern> in(int monthLength);

  /** Days by number that are also one of the weekdays. */
  record Numbered(NavigableSet<Integer> days, NavigableSet<Integer> weekdays) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      return days.first() > monthLength ? List.of() : List.of(new DayPattern(days, weekdays));
    }
  }

  /** {@code L} and {@code L-3}: a number of days before the last day. */
  record FromEnd(int before) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      var day = monthLength - before;
      return day < 1 ? List.of() : List.of(DayPattern.of(day));
    }
  }

  /** {@code 15W}: the weekday, Monday to Friday, nearest to a day in the same month. */
  record NearestWeekday(int day) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      return day > monthLength ? List.of() : nearest(day, monthLength);
    }

    /** Replaces a Saturday by the Friday before it, and a Sunday by the Monday after it. */
    private static List<DayPattern> nearest(int day, int monthLength) {
      return List.of(
          DayPattern.between(day, day, MONDAY, FRIDAY),
          day == 1 ? DayPattern.of(3, MONDAY) : DayPattern.of(day - 1, FRIDAY),
          day == monthLength ? DayPattern.of(day - 2, FRIDAY) : DayPattern.of(day + 1, MONDAY));
    }
  }

  /** {@code LW} and {@code L-3W}: the weekday nearest to a number of days before the last day. */
  record NearestWeekdayFromEnd(int before) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      var day = monthLength - before;
      return day < 1 ? List.of() : new NearestWeekday(day).in(monthLength);
    }
  }

  /** {@code 6#3}: the third Friday is the Friday among the days 15 to 21. */
  record NthWeekday(int weekday, int nth) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      var last = Math.min(nth * 7, monthLength);
      var first = nth * 7 - 6;
      return first > last ? List.of() : List.of(DayPattern.between(first, last, weekday, weekday));
    }
  }

  /** {@code 6L}: the last Friday is the Friday among the last seven days. */
  record LastWeekday(int weekday) implements DayRule {
    @Override
    public List<DayPattern> in(int monthLength) {
      return List.of(DayPattern.between(monthLength - 6, monthLength, weekday, weekday));
    }
  }
}
