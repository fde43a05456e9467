package io.tidemark.workflow.model;

import java.util.List;
import java.util.stream.Collectors;

/** A list as people write it where there may be too much of it: {@code a, b and 7 more}. */
public final class ListFormatter {
  private ListFormatter() {}

  /** The first of the items, at most as many as the limit, and how many are left out. */
  public static String of(List<String> items, int limit) {
    var left = items.size() - limit;
    var listed = items.stream().limit(limit).collect(Collectors.joining(", "));
    return left > 0 ? listed + " and " + left + " more" : listed;
  }
}
