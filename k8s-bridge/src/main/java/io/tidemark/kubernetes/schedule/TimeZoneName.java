package io.tidemark.kubernetes.schedule;

import java.time.ZoneId;

/**
 * Time zones that both Java and Temporal know: the names of the IANA database. Java's own forms,
 * such as {@code UTC+2} and {@code SystemV/PST8}, mean nothing to the server.
 */
final class TimeZoneName {
  private static final ZoneId DEFAULT = ZoneId.of("UTC");

  private TimeZoneName() {}

  static ZoneId of(ScheduleSetting setting) {
    if (setting.text().isEmpty()) {
      return DEFAULT;
    }
    if (!known(setting.text())) {
      throw new InvalidScheduleException(
          setting.key(),
          setting.text(),
          "not a time zone of the IANA database, such as Europe/Berlin or UTC");
    }
    return ZoneId.of(setting.text());
  }

  private static boolean known(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/");
  }
}
