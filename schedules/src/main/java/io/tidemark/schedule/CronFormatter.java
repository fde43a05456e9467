package io.tidemark.schedule;

import static java.util.Locale.ENGLISH;

import io.temporal.client.schedules.ScheduleRange;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Formats a cron expression as English, from the same values as its calendars. */
final class CronFormatter {
  private static final int MOST_TIMES_LISTED = 4;
  private static final int DAYS_IN_WEEK = 7;
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");
  private static final NavigableSet<Integer> ZERO = new TreeSet<>(List.of(0));

  private CronFormatter() {}

  /** Returns, for example, {@code At 12:00 on the third Friday of the month, Europe/Berlin}. */
  static String format(CronExpression cron, ZoneId zone) {
    var days = cron.days().stream().map(CronFormatter::day).collect(Collectors.joining(" and "));
    return timeOfDay(cron) + " " + days + months(cron) + years(cron) + ", " + zone.getId();
  }

  private static String timeOfDay(CronExpression cron) {
    var fixed = cron.seconds().size() == 1 && cron.minutes().size() == 1;
    if (fixed && cron.hours().size() <= MOST_TIMES_LISTED) {
      return "At " + joined(cron.hours().stream().map(hour -> clock(cron, hour)).toList());
    }
    var seconds =
        cron.seconds().equals(ZERO)
            ? ""
            : each("second", cron.seconds(), CronField.SECOND.all()) + " of ";
    var parts =
        seconds
            + each("minute", cron.minutes(), CronField.MINUTE.all())
            + " of "
            + each("hour", cron.hours(), CronField.HOUR.all());
    return "At " + parts;
  }

  private static String clock(CronExpression cron, int hour) {
    var time = "%02d:%02d".formatted(hour, cron.minutes().first());
    return cron.seconds().equals(ZERO) ? time : time + ":%02d".formatted(cron.seconds().first());
  }

  private static String day(DayRule rule) {
    if (rule instanceof DayRule.Numbered numbered) {
      return numbered(numbered);
    }
    if (rule instanceof DayRule.FromEnd fromEnd) {
      return "on " + fromEnd(fromEnd.before());
    }
    if (rule instanceof DayRule.NearestWeekday nearest) {
      return "on the weekday nearest to day " + nearest.day();
    }
    if (rule instanceof DayRule.NearestWeekdayFromEnd nearest) {
      return nearest.before() == 0
          ? "on the last weekday of the month"
          : "on the weekday nearest to " + fromEnd(nearest.before());
    }
    if (rule instanceof DayRule.NthWeekday nth) {
      var ordinal = ORDINALS.get(nth.nth() - 1);
      return "on the " + ordinal + " " + weekday(nth.weekday()) + " of the month";
    }
    return "on the last " + weekday(((DayRule.LastWeekday) rule).weekday()) + " of the month";
  }

  private static String numbered(DayRule.Numbered rule) {
    var everyDay = rule.days().equals(CronField.DAY_OF_MONTH.all());
    var everyWeekday = rule.weekdays().equals(DayPattern.EVERY_WEEKDAY);
    if (everyDay && everyWeekday) {
      return "every day";
    }
    var weekdays = list(rule.weekdays(), CronFormatter::weekday);
    if (everyDay) {
      return "on " + weekdays;
    }
    var days = "on " + counted("day", rule.days()) + " of the month";
    return everyWeekday ? days : days + " if it is " + weekdays;
  }

  private static String fromEnd(int before) {
    return switch (before) {
      case 0 -> "the last day of the month";
      case 1 -> "the day before the last day of the month";
      default -> before + " days before the last day of the month";
    };
  }

  private static String months(CronExpression cron) {
    return cron.months().equals(CronField.MONTH.all())
        ? ""
        : " in " + list(cron.months(), month -> name(Month.of(month)));
  }

  private static String years(CronExpression cron) {
    return cron.years().equals(CronField.YEAR.all())
        ? ""
        : " in " + list(cron.years(), String::valueOf);
  }

  private static String each(
      String unit, NavigableSet<Integer> numbers, NavigableSet<Integer> all) {
    return numbers.equals(all) ? "every " + unit : counted(unit, numbers);
  }

  private static String counted(String unit, NavigableSet<Integer> numbers) {
    return unit + (numbers.size() == 1 ? " " : "s ") + list(numbers, String::valueOf);
  }

  private static String list(NavigableSet<Integer> numbers, IntFunction<String> name) {
    return joined(NumberRanges.of(numbers).stream().map(range -> range(range, name)).toList());
  }

  private static String range(ScheduleRange range, IntFunction<String> name) {
    if (range.getStart() == range.getEnd()) {
      return name.apply(range.getStart());
    }
    var fromTo = name.apply(range.getStart()) + " to " + name.apply(range.getEnd());
    return range.getStep() == 1 ? fromTo : fromTo + " in steps of " + range.getStep();
  }

  private static String joined(List<String> items) {
    var last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** Returns the name of a weekday as Temporal counts them: 0 is Sunday, which is 7 in Java. */
  private static String weekday(int day) {
    var javaDay = day == 0 ? DAYS_IN_WEEK : day;
    return DayOfWeek.of(javaDay).getDisplayName(TextStyle.FULL, ENGLISH);
  }

  private static String name(Month month) {
    return month.getDisplayName(TextStyle.FULL, ENGLISH);
  }
}
