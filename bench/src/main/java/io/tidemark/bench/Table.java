package io.tidemark.bench;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A report as a Markdown table: a column for each result, and what is to be reached. */
final class Table {
  private final Report report;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    return new Table(report).text();
  }

  private String text() {
    row("", result -> result.workload() + ", " + result.route(), "to reach");
    rows.add(Stream.generate(() -> "---").limit(rows.get(0).size()).toList());
    row("p50, s", result -> seconds(result.timings().p50()), "");
    row("p95, s", result -> seconds(result.timings().p95()), "");
    row("last, s", result -> seconds(result.timings().last()), "1000 deletions: 20");
    row("per second", result -> decimal(result.timings().perSecond()), "");
    row("p50 to plain REST", result -> ratio(result, Timings::p50), "");
    row("last to plain REST", result -> ratio(result, Timings::last), "1000 at once: 8");
    row("total to plain REST", result -> ratio(result, Timings::total), "");
    row("asked for", result -> whole(result.tally().asked()), "");
    row("more resources", result -> whole((double) result.tally().resources()), "as many");
    row("more savepoints", result -> whole((double) result.tally().savepoints()), "as many");
    row("failures", result -> whole(result.timings().failures().size()), "0");
    usageRows();
    return lines();
  }

  private void usageRows() {
    tidemarkRow("Kubernetes writes each", Result::kubernetesWrites, "3; deletion 1");
    tidemarkRow("Kubernetes reads each", Result::kubernetesReads, "1; deletion 2");
    tidemarkRow("Temporal events each", Result::temporalEvents, "10");
    tidemarkRow("Temporal events of the longest", result -> (double) result.events().most(), "");
    tidemarkRow("Temporal runs in all", result -> (double) result.events().runs(), "");
    tidemarkRow("Temporal requests each", Result::temporalRequests, "2");
    processes()
        .forEach(
            process ->
                row("CPU ms each, " + process, result -> decimal(result.cpuMillis(process)), ""));
    row("CPU ms each, sum", result -> decimal(result.cpuMillisOfAll()), "42; deletion 30");
    row("Tidemark's peak memory, MB", result -> whole(result.peakMegabytes()), "");
  }

  private Stream<String> processes() {
    return report.results().stream()
        .flatMap(result -> result.cpuSeconds().byName().keySet().stream())
        .sorted()
        .distinct();
  }

  private void row(String label, Function<Result, String> value, String goal) {
    var cells = new ArrayList<String>();
    cells.add(label);
    report.results().stream().map(value).forEach(cells::add);
    cells.add(goal);
    rows.add(cells);
  }

  private void tidemarkRow(String label, Function<Result, Double> value, String goal) {
    row(label, result -> result.plain() ? "" : decimal(value.apply(result)), goal);
  }

  /** Of a result to the plain one of the same workload. */
  private String ratio(Result result, Function<Timings, Double> value) {
    return report.results().stream()
        .filter(other -> other.plain() && other.workload().equals(result.workload()))
        .map(other -> value.apply(result.timings()) / value.apply(other.timings()))
        .map(Table::decimal)
        .collect(joining());
  }

  private String lines() {
    return rows.stream().map(this::line).collect(joining("\n"));
  }

  private String line(List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(column -> pad(cells.get(column), column))
        .collect(joining(" | ", "| ", " |"));
  }

  private String pad(String cell, int column) {
    var width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    return cell + " ".repeat(width - cell.length());
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
