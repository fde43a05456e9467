package io.tidemark.kubernetes.model;

import java.io.Serial;

/** A job's setting that cannot be understood. The message is for its owner: key, value, reason. */
public final class InvalidSettingException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  public InvalidSettingException(String key, String value, String reason) {
    super("%s is '%s': %s".formatted(key, value, reason));
  }
}
