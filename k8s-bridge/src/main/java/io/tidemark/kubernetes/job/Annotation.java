package io.tidemark.kubernetes.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Reads and writes the records that session jobs carry in annotations. */
final class Annotation {
  private static final JsonMapper JSON = new JsonMapper();

  private Annotation() {}

  /** Parses an annotation; empty for one that cannot be read. */
  static <T> Optional<T> parse(String text, Class<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(text, type));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns the value of the annotation. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record is always JSON", impossible);
    }
  }
}
