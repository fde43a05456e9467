package io.tidemark.schedule;

import static java.util.Objects.requireNonNull;

/**
 * A setting as a user wrote it.
 *
 * @param key the annotation or configuration key, for messages
 * @param text its value; blank where it is not set
 */
public record ScheduleSetting(String key, String text) {
  public ScheduleSetting {
    requireNonNull(key, "key is null");
    requireNonNull(text, "text is null");
    text = text.trim();
  }
}
