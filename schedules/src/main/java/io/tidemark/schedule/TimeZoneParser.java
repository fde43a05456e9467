package io.tidemark.schedule;

import java.time.ZoneId;

/**
 * Time zones that both Java and Temporal know: the names of the IANA database. Java's own forms,
 * such as {@code UTC+2} and {@code SystemV/PST8}, mean nothing to the server.
 */
public final class TimeZoneParser {
  private static final ZoneId DEFAULT = ZoneId.of("UTC");

  private TimeZoneParser() {}

  static ZoneId of(ScheduleSetting setting) {
    try {
      return setting.text().isEmpty() ? DEFAULT : parse(setting.text());
    } catch (IllegalArgumentException reason) {
      throw new InvalidScheduleException(setting.key(), setting.text(), reason);
    }
  }

  /** Reads a name; throws IllegalArgumentException, which says why, if there is no such zone. */
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
