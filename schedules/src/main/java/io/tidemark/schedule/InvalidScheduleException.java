package io.tidemark.schedule;

import java.io.Serial;

/** Says that a setting is not a valid schedule: key, value and reason, for the job's owner. */
public final class InvalidScheduleException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;
  private static final int LONGEST_SHOWN = 500;

  InvalidScheduleException(String key, String value, IllegalArgumentException cause) {
    super("%s is '%s': %s".formatted(key, shown(value), cause.getMessage()), cause);
  }

  /** Shortens a long value, so that the reason still fits into an event's message. */
  private static String shown(String value) {
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
  }
}
