package io.tidemark.kubernetes.model;

import java.util.Locale;

/** Truth values as people write them, in any case. */
public final class BooleanParser {
  private BooleanParser() {}

  /** Reads {@code true} or {@code false}; throws IllegalArgumentException for everything else. */
  public static boolean parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
