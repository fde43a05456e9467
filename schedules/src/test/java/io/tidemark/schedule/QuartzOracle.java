package io.tidemark.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * Computes the due times of Quartz, in UTC. Quartz 2.5.2 drops times of day after a weekday that
 * was moved ({@code W}), and the other days of a list, so those are computed from expressions with
 * one day and one time, which Quartz handles correctly.
 */
public final class QuartzOracle {
  private static final Instant END = Instant.parse("2101-01-01T00:00:00Z");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int DAY_OF_MONTH = 3;

  private QuartzOracle() {}

  /** Returns the first due times after the moment, up to the count. */
  public static List<Instant> next(String expression, Instant after, int count) {
    return BLANK.split(expression, -1)[DAY_OF_MONTH].contains("W")
        ? ofWeekdays(expression, after, count)
        : times(expression, after).limit(count).toList();
  }

  /** Returns true if Quartz accepts the expression. */
  public static boolean accepts(String expression) {
    return CronExpression.isValidExpression(expression);
  }

  private static List<Instant> ofWeekdays(String expression, Instant after, int count) {
    var fields = BLANK.split(expression, -1);
    var timesOfDay = timesOfDay(fields);
    return Arrays.stream(COMMA.split(fields[DAY_OF_MONTH], -1))
        .flatMap(day -> days(atMidnight(fields, day), after).limit(count + 1L))
        .distinct()
        .sorted()
        .flatMap(day -> timesOfDay.stream().map(day::plus))
        .filter(it -> it.isAfter(after))
        .limit(count)
        .toList();
  }

  /** Returns the days from that of the start on, which may have due times left. */
  private static Stream<Instant> days(String midnights, Instant after) {
    return times(midnights, after.truncatedTo(ChronoUnit.DAYS).minusSeconds(1));
  }

  private static String atMidnight(String[] fields, String day) {
    var parts = new ArrayList<>(List.of(fields));
    parts.set(0, "0");
    parts.set(1, "0");
    parts.set(2, "0");
    parts.set(DAY_OF_MONTH, day);
    return String.join(" ", parts);
  }

  private static List<Duration> timesOfDay(String[] fields) {
    var daily = "%s %s %s * * ?".formatted(fields[0], fields[1], fields[2]);
    var midnight = Instant.parse("2026-01-01T00:00:00Z");
    return times(daily, midnight.minusSeconds(1))
        .takeWhile(it -> it.isBefore(midnight.plus(1, ChronoUnit.DAYS)))
        .map(it -> Duration.between(midnight, it))
        .toList();
  }

  private static Stream<Instant> times(String expression, Instant after) {
    var quartz = parsed(expression);
    return Stream.iterate(
            nextOf(quartz, after),
            Optional::isPresent,
            it -> it.flatMap(time -> nextOf(quartz, time)))
        .flatMap(Optional::stream);
  }

  private static Optional<Instant> nextOf(CronExpression quartz, Instant after) {
    return Optional.ofNullable(quartz.getNextValidTimeAfter(Date.from(after)))
        .map(Date::toInstant)
        .filter(it -> it.isBefore(END));
  }

  private static CronExpression parsed(String expression) {
    try {
      var quartz = new CronExpression(expression);
      quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
      return quartz;
    } catch (ParseException e) {
      throw new IllegalArgumentException(expression, e);
    }
  }
}
