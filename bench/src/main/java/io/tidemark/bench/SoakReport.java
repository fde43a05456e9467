package io.tidemark.bench;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The results of a soak test.
 *
 * @param quarters of its time, the first one for warming up
 * @param taken how the savepoints were taken
 * @param disposed how they were disposed of
 * @param resources that are left
 * @param savepoints that are left
 */
record SoakReport(
    List<Quarter> quarters, Timings taken, Timings disposed, long resources, long savepoints) {
  private static final double GROWTH = 1.1;

  SoakReport {
    quarters = List.copyOf(quarters);
  }

  /**
   * Tidemark's process in a quarter of the time.
   *
   * @param megabytes resident, on average
   * @param threads at most
   */
  record Quarter(double megabytes, double threads) {}

  /** Returns the problems found: failures, leftovers and growth; empty if there are none. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    Stream.of(taken, disposed).map(Timings::failures).forEach(problems::addAll);
    if (savepoints != resources) {
      problems.add("%d savepoints for %d resources".formatted(savepoints, resources));
    }
    if (grown(Quarter::megabytes)) {
      problems.add("memory grew after the second quarter");
    }
    if (grown(Quarter::threads)) {
      problems.add("threads grew after the second quarter");
    }
    return problems;
  }

  private boolean grown(Function<Quarter, Double> value) {
    var settled = value.apply(quarters.get(1));
    return value.apply(quarters.get(quarters.size() - 1)) > settled * GROWTH;
  }

  /** As Markdown tables. */
  String tables() {
    return String.join(
        "\n",
        "| Tidemark | 1st quarter | 2nd | 3rd | 4th |",
        "|---|---|---|---|---|",
        row("resident memory, MB", "%.0f", quarters, Quarter::megabytes),
        row("threads", "%.0f", quarters, Quarter::threads),
        "",
        "| savepoints | taken | disposed of |",
        "|---|---|---|",
        timings("in all", "%.0f", it -> it.perSecond() * it.total()),
        timings("per second", "%.2f", Timings::perSecond),
        timings("p50, s", "%.3f", Timings::p50),
        timings("p95, s", "%.3f", Timings::p95),
        timings("last, s", "%.3f", Timings::last),
        timings("failures", "%.0f", it -> (double) it.failures().size()),
        "",
        "%d savepoints for %d resources".formatted(savepoints, resources));
  }

  private String timings(String label, String format, Function<Timings, Double> value) {
    return row(label, format, List.of(taken, disposed), value);
  }

  private static <T> String row(
      String label, String format, List<T> columns, Function<T, Double> value) {
    return columns.stream()
        .map(column -> String.format(Locale.ROOT, format, value.apply(column)))
        .collect(joining(" | ", "| " + label + " | ", " |"));
  }
}
