package io.tidemark.schedule;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Days on which a calendar is due: those days of the month that are also one of the weekdays.
 *
 * @param days days of the month, 1 to 31, never empty
 * @param weekdays days of the week as Temporal counts them, 0 = Sunday to 6
 */
record DayPattern(NavigableSet<Integer> days, NavigableSet<Integer> weekdays) {
  static final NavigableSet<Integer> EVERY_WEEKDAY = numbers(0, 6);
  static final int SUNDAY = 0;
  static final int MONDAY = 1;
  static final int FRIDAY = 5;

  static DayPattern of(int day) {
    return new DayPattern(numbers(day, day), EVERY_WEEKDAY);
  }

  static DayPattern of(int day, int weekday) {
    return between(day, day, weekday, weekday);
  }

  static DayPattern between(int firstDay, int lastDay, int firstWeekday, int lastWeekday) {
    return new DayPattern(numbers(firstDay, lastDay), numbers(firstWeekday, lastWeekday));
  }

  private static NavigableSet<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
