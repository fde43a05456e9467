package io.tidemark.schedule;

import java.time.ZoneId;

/**
 * Parses time zones that both Java and Temporal know: names of the IANA database. Temporal's server
 * does not know Java's own forms, such as {@code UTC+2} and {@code SystemV/PST8}.
 */
public final class TimeZoneParser {
  private static final ZoneId DEFAULT = ZoneId.of("UTC");

  private TimeZoneParser() {}

  /**
   * Parses a setting; blank means UTC.
   *
   * @throws InvalidScheduleException if there is no such zone
   */
  static ZoneId parse(ScheduleSetting setting) {
    try {
      return setting.text().isEmpty() ? DEFAULT : parse(setting.text());
    } catch (IllegalArgumentException reason) {
      throw new InvalidScheduleException(setting.key(), setting.text(), reason);
    }
  }

  /**
   * Parses a name.
   *
   * @throws IllegalArgumentException if there is no such zone; the message gives the reason
   */
  public static ZoneId parse(String name) {
    if (!known(name)) {
      throw new IllegalArgumentException(
          "not a time zone of the IANA database, such as Europe/Berlin or UTC");
    }
    return ZoneId.of(name);
  }

  private static boolean known(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/");
  }
}
