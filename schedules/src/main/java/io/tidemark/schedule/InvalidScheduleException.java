package io.tidemark.schedule;

import java.io.Serial;

/** A setting that is no schedule. The message is for the job's owner: key, value and reason. */
public final class InvalidScheduleException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;
  private static final int LONGEST_SHOWN = 500;

  InvalidScheduleException(String key, String value, IllegalArgumentException cause) {
    super("%s is '%s': %s".formatted(key, shown(value), cause.getMessage()), cause);
  }

  /** An event has room for the reason as well. */
  private static String shown(String value) {
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
  }
}
