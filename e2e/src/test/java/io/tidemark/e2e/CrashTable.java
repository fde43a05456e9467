package io.tidemark.e2e;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The crash matrix as Markdown: a row for each step, a column for each fault. */
final class CrashTable {
  private final Map<CrashStep, Map<CrashFault, String>> cells = new EnumMap<>(CrashStep.class);

  /**
   * @param took from the end of the outage until the last of the strike's snapshots had ended
   */
  void add(CrashFault fault, List<CrashOutcome> outcomes, Duration took) {
    outcomes.forEach(
        it ->
            cells
                .computeIfAbsent(it.step(), step -> new EnumMap<>(CrashFault.class))
                .put(fault, "%s (%d s)".formatted(it, took.toSeconds())));
  }

  @Override
  public String toString() {
    return Stream.concat(head(), cells.entrySet().stream().map(it -> line(it.getKey())))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> head() {
    var faults = Arrays.stream(CrashFault.values());
    var names = faults.map(CrashFault::words).collect(Collectors.joining(" | "));
    return Stream.of(
        "| step | " + names + " |", "|---".repeat(CrashFault.values().length + 1) + "|");
  }

  private String line(CrashStep step) {
    return Arrays.stream(CrashFault.values())
        .map(fault -> cells.get(step).getOrDefault(fault, ""))
        .collect(Collectors.joining(" | ", "| " + step.words() + " | ", " |"));
  }
}
