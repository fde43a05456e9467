package io.tidemark.workflow.model;

import java.util.List;
import java.util.stream.Collectors;

/** Formats lists that may be too long to show, for example {@code a, b and 7 more}. */
public final class ListFormatter {
  private ListFormatter() {}

  /** Returns the first items up to the limit, and the number of those that are left out. */
  public static String of(List<String> items, int limit) {
    var omitted = items.size() - limit;
    var listed = items.stream().limit(limit).collect(Collectors.joining(", "));
    return omitted > 0 ? listed + " and " + omitted + " more" : listed;
  }
}
