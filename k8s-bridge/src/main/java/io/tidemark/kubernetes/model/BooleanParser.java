package io.tidemark.kubernetes.model;

import java.util.Locale;

/** Parses {@code true} and {@code false} in upper or lower case. */
public final class BooleanParser {
  private BooleanParser() {}

  /** Returns the value; throws IllegalArgumentException for every other text. */
  public static boolean parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
