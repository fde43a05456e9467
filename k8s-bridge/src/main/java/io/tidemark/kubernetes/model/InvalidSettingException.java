package io.tidemark.kubernetes.model;

import java.io.Serial;

/**
 * An invalid setting of a job. The message is for the job's owner and has key, value and reason.
 */
public final class InvalidSettingException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  public InvalidSettingException(String key, String value, String reason) {
    super(message(key, value, reason));
  }

  /** Returns the message of an invalid setting that is reported, and not thrown. */
  public static String message(String key, String value, String reason) {
    return "%s is '%s': %s".formatted(key, value, reason);
  }
}
