package io.tidemark.schedule;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MICROS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.NANOS;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Parses durations as Flink does: a number with one of Flink's units ({@code 6h}, {@code 90 min}),
 * a number of milliseconds, or ISO-8601 ({@code PT6H}). A test compares the units with Flink's own
 * TimeUtils.
 */
public final class FlinkDurationParser {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(-?[0-9]+)\\s*(\\S*)");
  private static final Pattern ISO = Pattern.compile("[-+]?P.*", Pattern.CASE_INSENSITIVE);
  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          Map.entry("", MILLIS),
          Map.entry("d", DAYS),
          Map.entry("day", DAYS),
          Map.entry("days", DAYS),
          Map.entry("h", HOURS),
          Map.entry("hour", HOURS),
          Map.entry("hours", HOURS),
          Map.entry("m", MINUTES),
          Map.entry("min", MINUTES),
          Map.entry("minute", MINUTES),
          Map.entry("minutes", MINUTES),
          Map.entry("s", SECONDS),
          Map.entry("sec", SECONDS),
          Map.entry("secs", SECONDS),
          Map.entry("second", SECONDS),
          Map.entry("seconds", SECONDS),
          Map.entry("ms", MILLIS),
          Map.entry("milli", MILLIS),
          Map.entry("millis", MILLIS),
          Map.entry("millisecond", MILLIS),
          Map.entry("milliseconds", MILLIS),
          Map.entry("µs", MICROS),
          Map.entry("micro", MICROS),
          Map.entry("micros", MICROS),
          Map.entry("microsecond", MICROS),
          Map.entry("microseconds", MICROS),
          Map.entry("ns", NANOS),
          Map.entry("nano", NANOS),
          Map.entry("nanos", NANOS),
          Map.entry("nanosecond", NANOS),
          Map.entry("nanoseconds", NANOS));

  private FlinkDurationParser() {}

  /**
   * Parses a duration, which may be zero or, unlike in Flink, negative.
   *
   * @throws IllegalArgumentException if it is none; the message gives the reason, without the text
   */
  public static Duration parse(String text) {
    var trimmed = text.trim();
    if (ISO.matcher(trimmed).matches()) {
      return iso(trimmed);
    }
    var parts = NUMBER_AND_UNIT.matcher(trimmed);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a duration is a number and a unit, such as 90 min");
    }
    return duration(parts.toMatchResult());
  }

  private static Duration duration(MatchResult parts) {
    var unit = UNITS.get(parts.group(2).toLowerCase(Locale.US));
    if (unit == null) {
      throw new IllegalArgumentException(
          "the unit '%s' is not one of d, h, min, s, ms, µs, ns".formatted(parts.group(2)));
    }
    try {
      return Duration.of(Long.parseLong(parts.group(1)), unit);
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      throw new IllegalArgumentException("the number does not fit into 64 bits", tooLarge);
    }
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException invalid) {
      throw new IllegalArgumentException(
          "an ISO-8601 duration has days, hours, minutes and seconds, such as P1DT12H", invalid);
    }
  }
}
