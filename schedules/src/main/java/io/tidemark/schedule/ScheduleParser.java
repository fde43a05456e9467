package io.tidemark.schedule;

import io.tidemark.workflow.model.PeriodicSnapshots;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses a user's setting to the due times of a Temporal Schedule (T2, T4). The number of words
 * selects the form: one or two are a duration, five a Unix cron expression, six or seven a Quartz
 * one.
 */
public final class ScheduleParser {
  /** Long enough for a list in every cron field, and short enough to be shown. */
  private static final int LONGEST_TEXT = 1000;

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private ScheduleParser() {}

  /**
   * Parses the settings of one schedule.
   *
   * @param times the due times; blank, zero and negative mean off
   * @param zone the time zone; blank means UTC
   * @param snapshots the job and type of snapshot, from which an interval's offset is computed
   * @return the schedule; empty if it is off
   * @throws InvalidScheduleException if a setting is invalid, or Temporal cannot express it
   */
  public static Optional<PeriodicSchedule> parse(
      ScheduleSetting times, ScheduleSetting zone, PeriodicSnapshots snapshots) {
    if (times.text().isEmpty()) {
      return Optional.empty();
    }
    var zoneId = TimeZoneParser.parse(zone);
    try {
      return parse(times.text(), zoneId, snapshots);
    } catch (IllegalArgumentException reason) {
      throw new InvalidScheduleException(times.key(), times.text(), reason);
    }
  }

  private static Optional<PeriodicSchedule> parse(
      String text, ZoneId zone, PeriodicSnapshots snapshots) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("longer than %d characters".formatted(LONGEST_TEXT));
    }
    return switch (SPACES.split(text).length) {
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
