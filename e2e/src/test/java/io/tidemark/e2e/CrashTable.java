package io.tidemark.e2e;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A crash matrix as Markdown: a row for each step that was hit, a column for each fault. */
final class CrashTable {
  private final List<String> steps;
  private final List<String> faults;
  private final Map<String, Map<String, String>> cells = new HashMap<>();

  CrashTable(List<String> steps, List<String> faults) {
    this.steps = steps;
    this.faults = faults;
  }

  /** Fills a cell. */
  void add(String step, String fault, String outcome) {
    cells.computeIfAbsent(step, it -> new HashMap<>()).put(fault, outcome);
  }

  @Override
  public String toString() {
    var lines = steps.stream().filter(cells::containsKey).map(this::line);
    return Stream.concat(head(), lines).collect(Collectors.joining("\n"));
  }

  private Stream<String> head() {
    return Stream.of(
        "| step | " + String.join(" | ", faults) + " |", "|---".repeat(faults.size() + 1) + "|");
  }

  private String line(String step) {
    return faults.stream()
        .map(fault -> cells.get(step).getOrDefault(fault, ""))
        .collect(Collectors.joining(" | ", "| " + step + " | ", " |"));
  }
}
