package io.tidemark.workflow.model;

/** Shortens names that do not fit: the start is kept, and a hash of the whole name is added. */
final class LongName {
  private static final int HASH_DIGITS = 7;

  private LongName() {}

  /** Returns the name, shortened if it is longer than the limit. */
  static String withinLimit(String name, int limit) {
    return name.length() <= limit ? name : shorten(name, limit);
  }

  /** Cuts dots and dashes before the hash, which would make a resource name invalid. */
  private static String shorten(String name, int limit) {
    var kept = name.substring(0, limit - HASH_DIGITS - 1).replaceAll("[-.]+$", "");
    return kept + "-" + Sha256.hex(name, HASH_DIGITS);
  }
}
