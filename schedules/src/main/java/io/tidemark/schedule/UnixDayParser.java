package io.tidemark.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.field.CronFieldName;
import java.util.List;

/**
 * Translates the two day fields of a Unix cron expression to rules. A day has to match both fields
 * if one of them starts with a star, and either field otherwise, as in Vixie cron.
 */
final class UnixDayParser {
  private UnixDayParser() {}

  /**
   * Returns the rules; a day is due if any of them matches.
   *
   * @param daysOfMonth the field for days of the month as text
   * @param daysOfWeek the field for days of the week as text
   * @param cron the parsed expression
   */
  static List<DayRule> of(String daysOfMonth, String daysOfWeek, Cron cron) {
    var days =
        CronExpressionParser.numbers(cron, CronFieldName.DAY_OF_MONTH, CronField.DAY_OF_MONTH);
    var weekdays =
        CronExpressionParser.numbers(cron, CronFieldName.DAY_OF_WEEK, CronField.UNIX_DAY_OF_WEEK);
    if (daysOfMonth.startsWith("*") || daysOfWeek.startsWith("*")) {
      return List.of(new DayRule.Numbered(days, weekdays));
    }
    return List.of(
        new DayRule.Numbered(days, DayPattern.EVERY_WEEKDAY),
        new DayRule.Numbered(CronField.DAY_OF_MONTH.all(), weekdays));
  }
}
