package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The {@code flinkConfiguration} of a job resource, which may be flat or nested YAML with values of
 * any type (R4).
 */
public final class FlinkConfiguration {
  private static final JavaPropsMapper MAPPER = new JavaPropsMapper();
  private static final String REST_PORT = "rest.port";

  /** Flink's own default. */
  public static final int DEFAULT_REST_PORT = 8081;

  private static final String CHECKPOINT_TYPE = "kubernetes.operator.checkpoint.type";

  /** The types of checkpoints that can be triggered (R12). */
  public static final List<String> CHECKPOINT_TYPES = List.of("FULL", "INCREMENTAL", "CONFIGURED");

  private static final int LARGEST_PORT = 65_535;

  /** The keys that Tidemark reads begin with one of these; caches keep no others (S8). */
  private static final List<String> READ =
      List.of(
          "kubernetes.operator.",
          "execution.checkpointing.",
          "state.savepoints.dir",
          "state.checkpoints.num-retained",
          "security.ssl.rest.",
          REST_PORT);

  private final Properties values;

  private FlinkConfiguration(Properties values) {
    this.values = values;
  }

  /** Reads a configuration; null is an empty one. */
  public static FlinkConfiguration of(@Nullable JsonNode configuration) {
    try {
      return new FlinkConfiguration(
          configuration == null ? new Properties() : MAPPER.writeValueAsProperties(configuration));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Returns a configuration with the settings that Tidemark reads, for a cache; null is an empty
   * one. One that cannot be read stays as it is, so that its error is reported where it is used.
   */
  public static @Nullable JsonNode reduced(@Nullable JsonNode configuration) {
    if (configuration == null || configuration.isEmpty()) {
      return null;
    }
    try {
      var flat = MAPPER.writeValueAsMap(configuration);
      var reduced = MAPPER.createObjectNode();
      flat.forEach(
          (key, value) -> {
            if (isRead(key)) {
              reduced.put(key.intern(), value.intern());
            }
          });
      return reduced.isEmpty() ? null : reduced;
    } catch (IOException unreadable) {
      return configuration;
    }
  }

  /** Returns all keys and values of a configuration, flat; none for one that is missing. */
  public static Map<String, String> flat(JsonNode configuration) {
    try {
      return configuration.isObject() ? MAPPER.writeValueAsMap(configuration) : Map.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isRead(String key) {
    return READ.stream().anyMatch(key::startsWith);
  }

  /**
   * Returns the value of the first of the keys that is set.
   *
   * @throws IllegalArgumentException for a key that caches do not keep
   */
  public Optional<String> first(String... keys) {
    for (var key : keys) {
      if (!isRead(key)) {
        throw new IllegalArgumentException(key + " is not in the list of keys that caches keep");
      }
      var value = values.getProperty(key);
      if (value != null && !value.isBlank()) {
        return Optional.of(value.trim());
      }
    }
    return Optional.empty();
  }

  /** Returns {@code rest.port}, 8081 unless it is set; empty for a value that is not a port. */
  public Optional<Integer> restPort() {
    return Optional.of(first(REST_PORT).orElse("" + DEFAULT_REST_PORT))
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf)
        .filter(port -> port <= LARGEST_PORT);
  }

  /** Returns the type of triggered checkpoints; empty unless it is set (R12). */
  public Optional<String> checkpointType() {
    return first(CHECKPOINT_TYPE).map(type -> type.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the time after which Flink ends a snapshot, as it is written; empty unless it is set.
   */
  public Optional<String> checkpointTimeout() {
    return first("execution.checkpointing.timeout");
  }

  /** Returns whether Flink's REST endpoint is called over TLS. */
  public boolean restOverTls() {
    return first("security.ssl.rest.enabled").filter("true"::equalsIgnoreCase).isPresent();
  }

  /** Returns the error of a {@code rest.port} that is none, with its value; empty for a port. */
  public Optional<String> restPortError() {
    return restPort().isPresent() ? Optional.empty() : invalid(REST_PORT, "a port from 1 to 65535");
  }

  /** Returns the error of a checkpoint type that is none, with its value; empty without one. */
  public Optional<String> checkpointTypeError() {
    return checkpointType()
        .filter(type -> !CHECKPOINT_TYPES.contains(type))
        .flatMap(type -> invalid(CHECKPOINT_TYPE, "FULL, INCREMENTAL or CONFIGURED"));
  }

  private Optional<String> invalid(String key, String allowed) {
    return first(key).map(value -> "%s is %s, but must be %s".formatted(key, value, allowed));
  }

  /**
   * Returns the default savepoint directory, by either of the two keys that Flink has had for it.
   */
  public Optional<String> savepointDirectory() {
    return first("execution.checkpointing.savepoint-dir", "state.savepoints.dir");
  }
}
