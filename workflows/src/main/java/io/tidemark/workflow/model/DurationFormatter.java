package io.tidemark.workflow.model;

import java.time.Duration;
import java.util.List;

/** A duration as people write it, in the largest unit that needs no fraction: {@code 24 h}. */
public final class DurationFormatter {
  private static final List<Unit> LARGEST_FIRST =
      List.of(
          new Unit("h", Duration.ofHours(1)),
          new Unit("min", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)));

  private record Unit(String word, Duration length) {}

  private DurationFormatter() {}

  /** Hours, minutes or seconds; ISO-8601 for what has parts of a second. */
  public static String of(Duration duration) {
    return LARGEST_FIRST.stream()
        .filter(
            unit -> duration.equals(unit.length().multipliedBy(duration.dividedBy(unit.length()))))
        .findFirst()
        .map(unit -> duration.dividedBy(unit.length()) + " " + unit.word())
        .orElseGet(duration::toString);
  }
}
