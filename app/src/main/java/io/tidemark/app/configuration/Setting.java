package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One setting. Its parser, the text of its errors and its row in docs/reference/configuration.md
 * all come from here; {@link Settings} has all of them.
 *
 * @param key its name in a configuration file
 * @param defaultText the value that applies when it is not set, as a user would write it
 * @param type how its text is read
 * @param description what it does, for the documentation
 */
public record Setting<T>(String key, String defaultText, SettingType<T> type, String description) {
  static final String ENVIRONMENT_PREFIX = "TIDEMARK_";

  public Setting {
    requireNonNull(key, "key is null");
    requireNonNull(defaultText, "defaultText is null");
    requireNonNull(type, "type is null");
    requireNonNull(description, "description is null");
  }

  /**
   * Returns its name in the environment: {@code tidemark.http.port} is {@code TIDEMARK_HTTP_PORT}.
   */
  public String environmentName() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Returns the value that applies when it is not set. */
  public T defaultValue() {
    return type.parse(defaultText);
  }
}
