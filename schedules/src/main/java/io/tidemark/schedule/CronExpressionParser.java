package io.tidemark.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.SingleCron;
import com.cronutils.model.definition.CronConstraintsFactory;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.parser.CronParser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Parses cron expressions with cron-utils. The library accepts a little more than Quartz and drops
 * what it does not expect, so each field is first checked against the forms that Quartz documents.
 */
final class CronExpressionParser {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int QUARTZ_DAY_OF_MONTH = 3;
  private static final int QUARTZ_YEAR = 6;

  /**
   * The elements of a list in a Quartz field. Quartz ignores steps after names, so they are out.
   */
  private static final Pattern QUARTZ_FORM =
      Pattern.compile(
          "[*?]|\\d+(-\\d+)?|[A-Z]{3}(-[A-Z]{3})?|(\\*|\\d+(-\\d+)?)?/\\d+"
              + "|L(-\\d+)?W?|\\d+W|([1-7]|[A-Z]{3})(L|#\\d)");

  private static final Pattern UNIX_FORM = Pattern.compile("(\\*|\\w+(-\\w+)?)(/\\d+)?");

  /**
   * The one Quartz form that cron-utils cannot read; the parser passes {@code L-3} to it instead.
   */
  private static final Pattern NEAREST_FROM_END = Pattern.compile("(L-\\d+)W");

  private static final CronParser QUARTZ = new CronParser(quartzWithYearsOfTemporal());
  private static final CronParser UNIX =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private CronExpressionParser() {}

  /**
   * Parses a Quartz expression of six or seven fields.
   *
   * @throws IllegalArgumentException if it is none; the message gives the reason
   */
  static CronExpression quartz(String text) {
    var fields = fields(text, QUARTZ_FORM, "Quartz");
    var daysOfMonth = fields[QUARTZ_DAY_OF_MONTH];
    fields[QUARTZ_DAY_OF_MONTH] = NEAREST_FROM_END.matcher(daysOfMonth).replaceAll("$1");
    var cron = single(QUARTZ.parse(String.join(" ", fields)));
    return new CronExpression(
        numbers(cron, CronFieldName.SECOND, CronField.SECOND),
        numbers(cron, CronFieldName.MINUTE, CronField.MINUTE),
        numbers(cron, CronFieldName.HOUR, CronField.HOUR),
        QuartzDayParser.of(
            list(cron, CronFieldName.DAY_OF_MONTH),
            List.of(COMMA.split(daysOfMonth)),
            list(cron, CronFieldName.DAY_OF_WEEK)),
        numbers(cron, CronFieldName.MONTH, CronField.MONTH),
        fields.length > QUARTZ_YEAR
            ? numbers(cron, CronFieldName.YEAR, CronField.YEAR)
            : CronField.YEAR.all());
  }

  /**
   * Parses a Unix expression of five fields.
   *
   * @throws IllegalArgumentException if it is none; the message gives the reason
   */
  static CronExpression unix(String text) {
    var fields = fields(text, UNIX_FORM, "a cron expression of five fields");
    var cron = single(UNIX.parse(String.join(" ", fields)));
    return new CronExpression(
        new TreeSet<>(List.of(0)),
        numbers(cron, CronFieldName.MINUTE, CronField.MINUTE),
        numbers(cron, CronFieldName.HOUR, CronField.HOUR),
        UnixDayParser.of(fields[2], fields[4], cron),
        numbers(cron, CronFieldName.MONTH, CronField.MONTH),
        CronField.YEAR.all());
  }

  static NavigableSet<Integer> numbers(Cron cron, CronFieldName name, CronField field) {
    return field.numbers(cron.retrieve(name).getExpression());
  }

  private static String[] fields(String text, Pattern form, String dialect) {
    var fields = SPACES.split(text.trim().toUpperCase(Locale.ROOT));
    Arrays.stream(fields)
        .flatMap(field -> Arrays.stream(COMMA.split(field, -1)))
        .filter(element -> !form.matcher(element).matches())
        .findFirst()
        .ifPresent(
            element -> {
              throw new IllegalArgumentException(
                  "%s does not allow '%s'".formatted(dialect, element));
            });
    return fields;
  }

  /** Refuses several expressions in one, which cron-utils would accept. */
  private static Cron single(Cron cron) {
    if (cron instanceof SingleCron) {
      return cron;
    }
    throw new IllegalArgumentException("more than one cron expression");
  }

  private static List<FieldExpression> list(Cron cron, CronFieldName name) {
    var expression = cron.retrieve(name).getExpression();
    return expression instanceof And and ? and.getExpressions() : List.of(expression);
  }

  private static CronDefinition quartzWithYearsOfTemporal() {
    return CronDefinitionBuilder.defineCron()
        .withSeconds()
        .withValidRange(CronField.SECOND.first(), CronField.SECOND.last())
        .and()
        .withMinutes()
        .withValidRange(CronField.MINUTE.first(), CronField.MINUTE.last())
        .and()
        .withHours()
        .withValidRange(CronField.HOUR.first(), CronField.HOUR.last())
        .and()
        .withDayOfMonth()
        .withValidRange(CronField.DAY_OF_MONTH.first(), CronField.DAY_OF_MONTH.last())
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .and()
        .withMonth()
        .withValidRange(CronField.MONTH.first(), CronField.MONTH.last())
        .and()
        .withDayOfWeek()
        .withValidRange(CronField.DAY_OF_WEEK.first(), CronField.DAY_OF_WEEK.last())
        .withMondayDoWValue(2)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .and()
        .withYear()
        .withValidRange(CronField.YEAR.first(), CronField.YEAR.last())
        .withStrictRange()
        .optional()
        .and()
        .withCronValidation(CronConstraintsFactory.ensureEitherDayOfWeekOrDayOfMonth())
        .instance();
  }
}
