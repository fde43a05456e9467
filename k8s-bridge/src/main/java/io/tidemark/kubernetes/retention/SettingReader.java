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

/** Reads what people wrote, and keeps, with key and value, what cannot be read. */
final class SettingReader {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private final List<String> problems = new ArrayList<>();

  /** The value of a key; empty where it cannot be read. */
  <T> Optional<T> read(String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException unreadable) {
      problems.add(new InvalidSettingException(key, text, unreadable.getMessage()).getMessage());
      return Optional.empty();
    }
  }

  /** What could not be read so far. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  static int count(String text) {
    if (!COUNT.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException("not a whole number from 0 to 999999999");
    }
    return Integer.parseInt(text.strip());
  }

  /** A duration in a job's configuration, as Flink reads it. */
  static Duration flinkDuration(String text) {
    var duration = FlinkDurationParser.parse(text);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("negative");
    }
    return duration;
  }

  /** A duration in an annotation of ours. */
  static Duration duration(String text) {
    try {
      return DurationParser.parse(text);
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException("not " + DurationParser.ALLOWED, none);
    }
  }
}
