package io.tidemark.kubernetes.model;

import java.time.DateTimeException;
import java.time.Duration;

/** Parses durations such as {@code 10 min}, {@code 72h} and, by ISO 8601, {@code PT10M}. */
public final class DurationParser {
  /** Describes the allowed texts, to follow "must be" in an error. */
  public static final String ALLOWED = "a duration such as 10 s, 5 min, 2 h or PT5M, or 0";

  /** The longest duration: deadlines are added to the current time, which must not overflow. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private DurationParser() {}

  /** Returns a duration of 0 to 100 years; throws IllegalArgumentException for every other text. */
  public static Duration parse(String text) {
    try {
      return checked(read(text.strip()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("not a duration: " + text, e);
    }
  }

  private static Duration read(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    return text.startsWith("P")
        ? Duration.parse(text)
        : io.dropwizard.util.Duration.parse(text).toJavaDuration();
  }

  private static Duration checked(Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not between 0 and 100 years: " + duration);
    }
    return duration;
  }
}
