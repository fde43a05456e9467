package io.tidemark.schedule;

import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.expression.QuestionMark;
import com.cronutils.model.field.value.SpecialChar;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Translates the two day fields of Quartz, one of which is {@code ?}, to rules. */
final class QuartzDayParser {
  private static final int UNSET = -1;
  private static final int SATURDAY = 6;
  private static final int LARGEST_OFFSET = 30;
  private static final int WEEKS = 5;

  private QuartzDayParser() {}

  /**
   * Returns the rules; a day is due if any of them matches.
   *
   * @param daysOfMonth the list in the field for days of the month
   * @param elements the same as text
   * @param daysOfWeek the list in the field for days of the week
   */
  static List<DayRule> of(
      List<FieldExpression> daysOfMonth, List<String> elements, List<FieldExpression> daysOfWeek) {
    return daysOfMonth.get(0) instanceof QuestionMark
        ? List.of(ofWeek(daysOfWeek))
        : ofMonth(daysOfMonth, elements);
  }

  private static List<DayRule> ofMonth(List<FieldExpression> list, List<String> elements) {
    var rules = new ArrayList<DayRule>();
    var numbered = new TreeSet<Integer>();
    for (var i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof On on && special(on)) {
        rules.add(ofMonth(on, elements.get(i)));
      } else {
        numbered.addAll(CronField.DAY_OF_MONTH.numbers(list.get(i)));
      }
    }
    if (!numbered.isEmpty()) {
      rules.add(0, new DayRule.Numbered(numbered, DayPattern.EVERY_WEEKDAY));
    }
    return rules;
  }

  private static DayRule ofMonth(On on, String element) {
    return switch (on.getSpecialChar().getValue()) {
      case LW -> new DayRule.NearestWeekdayFromEnd(0);
      case W -> new DayRule.NearestWeekday(on.getTime().getValue());
      case L -> fromEnd(on, element);
      case HASH, QUESTION_MARK, NONE -> throw invalidDay(element, "of the month");
    };
  }

  private static DayRule fromEnd(On on, String element) {
    if (on.getTime().getValue() != UNSET) {
      throw invalidDay(element, "of the month");
    }
    var before = Math.max(on.getNth().getValue(), 0);
    if (before > LARGEST_OFFSET) {
      throw new IllegalArgumentException("no month has the day '%s'".formatted(element));
    }
    return element.endsWith("W")
        ? new DayRule.NearestWeekdayFromEnd(before)
        : new DayRule.FromEnd(before);
  }

  /** Quartz allows {@code L} and {@code #} only as the one element of the field. */
  private static DayRule ofWeek(List<FieldExpression> list) {
    if (list.size() == 1 && list.get(0) instanceof On on && special(on)) {
      return ofWeek(on);
    }
    var weekdays = new TreeSet<Integer>();
    for (var element : list) {
      if (element instanceof On on && special(on)) {
        throw new IllegalArgumentException(
            "'%s' must be the only day of the week".formatted(element.asString()));
      }
      weekdays.addAll(temporal(CronField.DAY_OF_WEEK.numbers(element)));
    }
    return new DayRule.Numbered(CronField.DAY_OF_MONTH.all(), weekdays);
  }

  private static DayRule ofWeek(On on) {
    var day = on.getTime().getValue();
    var nth = on.getNth().getValue();
    return switch (on.getSpecialChar().getValue()) {
      case L -> last(on);
      case HASH -> {
        if (nth > WEEKS) {
          throw new IllegalArgumentException(
              "no month has the same weekday %d times".formatted(nth));
        }
        yield new DayRule.NthWeekday(temporal(day), nth);
      }
      case W, LW, QUESTION_MARK, NONE -> throw invalidDay(on.asString(), "of the week");
    };
  }

  /** Returns the last weekday of the month; {@code L} alone means Saturday, as in Quartz. */
  private static DayRule last(On on) {
    if (on.getNth().getValue() != UNSET) {
      throw invalidDay(on.asString(), "of the week");
    }
    var day = on.getTime().getValue();
    return day == UNSET
        ? new DayRule.Numbered(CronField.DAY_OF_MONTH.all(), new TreeSet<>(List.of(SATURDAY)))
        : new DayRule.LastWeekday(temporal(day));
  }

  private static NavigableSet<Integer> temporal(NavigableSet<Integer> days) {
    return days.stream()
        .map(QuartzDayParser::temporal)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Converts from Quartz, where Sunday is 1, to Temporal, where it is 0. */
  private static int temporal(int day) {
    return day - 1;
  }

  private static boolean special(On on) {
    return on.getSpecialChar().getValue() != SpecialChar.NONE;
  }

  private static IllegalArgumentException invalidDay(String element, String place) {
    return new IllegalArgumentException("'%s' is not a day %s".formatted(element, place));
  }
}
