package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

/**
 * The logging of the process.
 *
 * @param format how log lines are written
 * @param level the least severe level that is logged
 */
public record LogSettings(Format format, Level level) {
  /** The forms of a log line. */
  public enum Format {
    JSON,
    TEXT
  }

  /** The levels of severity, from the least severe one. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  public LogSettings {
    requireNonNull(format, "format is null");
    requireNonNull(level, "level is null");
  }
}
