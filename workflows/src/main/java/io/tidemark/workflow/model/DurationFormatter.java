package io.tidemark.workflow.model;

import java.time.Duration;
import java.util.List;

/** Formats durations in the largest unit without a fraction, for example {@code 24 h}. */
public final class DurationFormatter {
  private static final List<Unit> LARGEST_FIRST =
      List.of(
          new Unit("h", Duration.ofHours(1)),
          new Unit("min", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)));

  private record Unit(String symbol, Duration length) {}

  private DurationFormatter() {}

  /** Returns hours, minutes or seconds; ISO-8601 for a duration with fractions of a second. */
  public static String of(Duration duration) {
    return LARGEST_FIRST.stream()
        .filter(
            unit -> duration.equals(unit.length().multipliedBy(duration.dividedBy(unit.length()))))
        .findFirst()
        .map(unit -> duration.dividedBy(unit.length()) + " " + unit.symbol())
        .orElseGet(duration::toString);
  }
}
