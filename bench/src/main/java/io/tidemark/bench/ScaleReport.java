package io.tidemark.bench;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All that a run of {@code make scale} found.
 *
 * @param stages by size, the empty one first
 * @param savepoints what is wrong with their number
 */
record ScaleReport(
    List<ScaleStage> stages,
    WaitingRun waiting,
    Failover failover,
    CleanupRun cleanup,
    FullRestart restart,
    List<String> savepoints) {
  private static final int FAR = 100_000;

  ScaleReport {
    stages = List.copyOf(stages);
    savepoints = List.copyOf(savepoints);
  }

  /** Returns what is wrong; that something was slow is not. */
  List<String> problems() {
    var problems = new ArrayList<>(savepoints);
    for (var stage : stages) {
      if (!stage.footprint().writes().byName().isEmpty()) {
        problems.add("writes to what is settled: " + stage.footprint().writes().byName());
      }
      problems.addAll(stage.load().taken().failures());
      problems.addAll(stage.load().deleted().failures());
    }
    problems.addAll(cleanup.problems());
    if (cleanup.left() != 0) {
      problems.add("the history cleanup left " + cleanup.left());
    }
    if (!restart.writes().byName().isEmpty() || restart.workflows() != 0) {
      problems.add(
          "after a restart, %d workflows were started, and these writes went to what is settled: %s"
              .formatted(restart.workflows(), restart.writes().byName()));
    }
    return problems;
  }

  /** As Markdown tables. */
  String tables() {
    return Stream.of(
            Stream.of(heading(), "|" + "---|".repeat(stages.size() + 2)),
            footprintRows(),
            loadRows(),
            processes()
                .map(
                    it -> row("CPU of " + it + ", cores", "%.2f", stage -> stage.load().cores(it))),
            Stream.of("", phases()))
        .flatMap(Function.identity())
        .collect(joining("\n"));
  }

  private String heading() {
    return stages.stream()
        .map(ScaleStage::size)
        .map(size -> "%d, %d".formatted(size.jobs(), size.snapshots()))
        .collect(joining(" | ", "| jobs, snapshots | ", " | at %d jobs |".formatted(FAR)));
  }

  private Stream<String> footprintRows() {
    return Stream.of(
        row("heap in use, MB", "%.0f", stage -> stage.footprint().heapMegabytes()),
        row("resident memory, MB", "%.0f", stage -> stage.footprint().residentMegabytes()),
        row("etcd, MB", "%.0f", stage -> stage.footprint().etcdMegabytes()),
        row("start until it watches, s", "%.1f", stage -> stage.footprint().startSeconds()),
        stepRow("new schedules", stage -> stage.footprint().newSchedules()),
        stepRow("until they exist, s", stage -> stage.footprint().scheduleSeconds()));
  }

  private Stream<String> loadRows() {
    return Stream.of(
        row("taken, p50, s", "%.3f", stage -> stage.load().taken().p50()),
        row("taken, p95, s", "%.3f", stage -> stage.load().taken().p95()),
        row("taken, p50, ratio", "%.2f", ratio(stage -> stage.load().taken().p50())),
        row("deleted, p50, s", "%.3f", stage -> stage.load().deleted().p50()),
        row("deleted, p95, s", "%.3f", stage -> stage.load().deleted().p95()),
        row("deleted, p50, ratio", "%.2f", ratio(stage -> stage.load().deleted().p50())),
        row(
            "Kubernetes requests a second",
            "%.1f",
            stage -> stage.load().kubernetesRequestsPerSecond()),
        row(
            "Temporal requests a second",
            "%.1f",
            stage -> stage.load().temporalRequestsPerSecond()));
  }

  private ToDoubleFunction<ScaleStage> ratio(ToDoubleFunction<ScaleStage> value) {
    return stage -> value.applyAsDouble(stage) / value.applyAsDouble(stages.get(0));
  }

  private Stream<String> processes() {
    return stages.get(0).load().cpuSeconds().byName().keySet().stream();
  }

  /** The last column is where the line through the other sizes than the empty one leads. */
  private String row(String label, String format, ToDoubleFunction<ScaleStage> value) {
    var full = stages.subList(1, stages.size());
    var line = Line.through(full, stage -> stage.size().jobs(), value);
    return cells(label, format, value) + String.format(Locale.ROOT, format, line.at(FAR)) + " |";
  }

  /** Of what was done between two sizes, so that no line leads anywhere. */
  private String stepRow(String label, ToDoubleFunction<ScaleStage> value) {
    return cells(label, "%.0f", value) + " |";
  }

  private String cells(String label, String format, ToDoubleFunction<ScaleStage> value) {
    return stages.stream()
        .map(stage -> String.format(Locale.ROOT, format, value.applyAsDouble(stage)))
        .collect(joining(" | ", "| " + label + " | ", " | "));
  }

  private String phases() {
    return String.format(
        Locale.ROOT,
        """
        Waiting: for %d savepoints in progress, %.1f heartbeats and %.1f requests to Temporal a second.
        Fail-over: the Lease %.1f s after the kill; from the Lease %.1f s to the start of a new snapshot, %.1f s to COMPLETED.
        History cleanup: %d of %d deletions among %d jobs in %.0f s.
        Restart of everything: watches after %.1f s; %.0f writes to what is settled, %d workflows started.""",
        waiting.savepoints(),
        waiting.heartbeats(),
        waiting.requests(),
        failover.leaseSeconds(),
        failover.startSeconds(),
        failover.completedSeconds(),
        cleanup.deletions() - cleanup.left(),
        cleanup.deletions(),
        cleanup.jobs(),
        cleanup.tookSeconds(),
        restart.startSeconds(),
        restart.writes().sum(name -> true),
        restart.workflows());
  }
}
