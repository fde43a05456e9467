package io.tidemark.kubernetes.model;

import java.io.Serial;
import java.util.function.Function;

/**
 * An invalid setting of a job. The message is for the job's owner and has key, value and reason.
 */
public final class InvalidSettingException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  public InvalidSettingException(String key, String value, String reason) {
    super(message(key, value, reason));
  }

  /**
   * Parses a setting.
   *
   * @param parser throws IllegalArgumentException with the reason for text that it cannot read
   * @throws InvalidSettingException with key, value and that reason
   */
  public static <T> T parse(String key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException unreadable) {
      throw new InvalidSettingException(key, text, unreadable.getMessage());
    }
  }

  /** Returns the message of an invalid setting that is reported, and not thrown. */
  public static String message(String key, String value, String reason) {
    return "%s is '%s': %s".formatted(key, value, reason);
  }
}
