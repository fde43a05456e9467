package io.tidemark.schedule;

import java.time.Month;
import java.time.Year;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The four lengths of a month. Together with years, they let a calendar express "the last day of
 * the month".
 */
enum MonthLength {
  LONG(31),
  SHORT(30),
  FEBRUARY(28),
  LEAP_FEBRUARY(29);

  private final int days;

  MonthLength(int days) {
    this.days = days;
  }

  int days() {
    return days;
  }

  /** Returns the months, 1 to 12, that can have this length. */
  NavigableSet<Integer> months() {
    return Arrays.stream(Month.values())
        .filter(month -> month.minLength() == days || month.maxLength() == days)
        .map(Month::getValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns those of the years in which a month has this length. */
  NavigableSet<Integer> years(NavigableSet<Integer> years) {
    return switch (this) {
      case LONG, SHORT -> years;
      case FEBRUARY -> leap(years, false);
      case LEAP_FEBRUARY -> leap(years, true);
    };
  }

  private static NavigableSet<Integer> leap(NavigableSet<Integer> years, boolean leap) {
    return years.stream()
        .filter(year -> Year.isLeap(year) == leap)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
