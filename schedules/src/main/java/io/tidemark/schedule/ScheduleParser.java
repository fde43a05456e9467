package io.tidemark.schedule;

import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one translation from the user's text to a Temporal Schedule's times (T2, T4). The number of
 * words tells the forms apart: one or two are a duration, five a cron of Unix, six or seven one of
 * Quartz.
 */
public final class ScheduleParser {
  /** As much as can be shown; every field of a cron may still be a list. */
  private static final int LONGEST_TEXT = 1000;

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private ScheduleParser() {}

  /**
   * Translates.
   *
   * @param times when; blank, zero and negative mean off
   * @param zone the time zone's setting; blank means UTC
   * @param snapshots whose schedule it is, for its place on the grid of an interval
   * @return the schedule, or nothing if it is off
   * @throws InvalidScheduleException if one of the settings cannot be understood, or not be said to
   *     Temporal
   */
  public static Optional<PeriodicSchedule> parse(
      ScheduleSetting times, ScheduleSetting zone, PeriodicSnapshots snapshots) {
    if (times.text().isEmpty()) {
      return Optional.empty();
    }
    var zoneId = TimeZoneParser.of(zone);
    try {
      return translated(times.text(), zoneId, snapshots);
    } catch (IllegalArgumentException reason) {
      throw new InvalidScheduleException(times.key(), times.text(), reason);
    }
  }

  private static Optional<PeriodicSchedule> translated(
      String text, ZoneId zone, PeriodicSnapshots snapshots) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("longer than %d characters".formatted(LONGEST_TEXT));
    }
    return switch (BLANKS.split(text).length) {
      case 1, 2 -> interval(FlinkDurationParser.parse(text), zone, snapshots);
      case 5 -> Optional.of(CronExpressionParser.unix(text).schedule(zone));
      case 6, 7 -> Optional.of(CronExpressionParser.quartz(text).schedule(zone));
      default ->
          throw new IllegalArgumentException(
              "neither a duration nor a cron expression of 5, 6 or 7 fields");
    };
  }

  private static Optional<PeriodicSchedule> interval(
      Duration every, ZoneId zone, PeriodicSnapshots snapshots) {
    return every.isZero() || every.isNegative()
        ? Optional.empty()
        : Optional.of(AlignedInterval.of(every, snapshots).schedule(zone));
  }
}
