package io.tidemark.workflow.model;

import java.util.regex.Pattern;

/** Turns any text into one line that fits into statuses, events and histories (W5). */
public final class ReadableLine {
  private static final int LONGEST = 500;
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

  private ReadableLine() {}

  /** Returns the text as one line of at most 500 characters. */
  public static String of(String text) {
    var line = WHITE_SPACE.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1).strip() + "…";
  }
}
