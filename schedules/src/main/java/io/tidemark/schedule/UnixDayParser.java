package io.tidemark.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.field.CronFieldName;
import java.util.List;

/**
 * The two day fields of a cron of five fields: a day has to match either if both name days, and
 * both if one begins with a star, as cron has always done.
 */
final class UnixDayParser {
  private UnixDayParser() {}

  /**
   * Rules.
   *
   * @param daysOfMonth the field for days of the month as text
   * @param daysOfWeek the field for days of the week as text
   * @param cron the whole as read
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
