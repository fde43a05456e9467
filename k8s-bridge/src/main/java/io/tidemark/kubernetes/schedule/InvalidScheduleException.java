package io.tidemark.kubernetes.schedule;

import java.io.Serial;

/** A setting that is no schedule. The message is for the job's owner: key, value and reason. */
public final class InvalidScheduleException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  InvalidScheduleException(String key, String value, IllegalArgumentException cause) {
    super("%s is '%s': %s".formatted(key, value, cause.getMessage()), cause);
  }
}
