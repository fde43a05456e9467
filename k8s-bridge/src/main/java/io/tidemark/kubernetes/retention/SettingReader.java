package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.schedule.FlinkDurationParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads settings that users wrote, and collects those that cannot be read. */
final class SettingReader {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private final List<String> problems = new ArrayList<>();

  /** Returns the value of a key; empty if it cannot be read. */
  <T> Optional<T> read(String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException unreadable) {
      problems.add(InvalidSettingException.message(key, text, unreadable.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns what could not be read so far: key, value and reason. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  static int count(String text) {
    if (!COUNT.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException("not a whole number from 0 to 999999999");
    }
    return Integer.parseInt(text.strip());
  }

  /** Parses a duration of a job's configuration, as Flink does. */
  static Duration flinkDuration(String text) {
    var duration = FlinkDurationParser.parse(text);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("must not be negative");
    }
    return duration;
  }

  /** Parses a duration in one of our annotations. */
  static Duration duration(String text) {
    try {
      return DurationParser.parse(text);
    } catch (IllegalArgumentException invalid) {
      throw new IllegalArgumentException("not " + DurationParser.ALLOWED, invalid);
    }
  }
}
