package io.tidemark.e2e;

import static java.util.function.Predicate.not;

import io.tidemark.dev.FlinkJob;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Snapshots at several steps that one fault meets at once. */
final class CrashStrike {
  private final Story story;
  private final List<CrashCell> cells;

  /**
   * @param story whose Tidemark serves the snapshots
   * @param name tells them from those of other strikes
   */
  CrashStrike(Story story, String name, List<CrashStep> steps, int snapshots) {
    this.story = story;
    this.cells = steps.stream().map(it -> new CrashCell(story, it, name, snapshots)).toList();
  }

  /** Brings all snapshots to their steps, where they are held, at about the same time. */
  void begin(FlinkJob job, HttpProxy kubernetes) {
    cells.forEach(cell -> cell.deploy(job));
    if (cells.stream().anyMatch(CrashStrike::deleted)) {
      apply(CrashStrike::deleted);
      those(CrashStrike::deleted, CrashCell::awaitEnd);
    }
    cells.forEach(cell -> cell.hold(kubernetes));
    if (cells.stream().anyMatch(not(CrashStrike::deleted))) {
      apply(not(CrashStrike::deleted));
    }
    delete();
    cells.forEach(CrashCell::awaitReached);
  }

  /** The network delivers what it has in transit. */
  void release() {
    cells.forEach(CrashCell::release);
  }

  /** The network loses what it has in transit. */
  void drop() {
    cells.forEach(CrashCell::drop);
  }

  /** Requests to the API server die with it; what Flink answers arrives. */
  void dropAtKubernetes() {
    those(cell -> !cell.step().atFlink(), CrashCell::drop);
    those(cell -> cell.step().atFlink(), CrashCell::release);
  }

  void awaitEnd() {
    those(CrashStrike::deleted, CrashCell::awaitGone);
    those(not(CrashStrike::deleted), CrashCell::awaitEnd);
  }

  List<CrashOutcome> outcomes() {
    return cells.stream().map(CrashCell::outcome).toList();
  }

  /** The ids of the triggers that reached Flink. */
  List<String> triggerIds() {
    return cells.stream().flatMap(cell -> cell.triggerIds().stream()).toList();
  }

  private void apply(Predicate<CrashCell> which) {
    var yaml = cells.stream().filter(which).map(CrashCell::yaml).collect(Collectors.joining());
    story.snapshots().apply(yaml);
  }

  private void delete() {
    var names =
        cells.stream()
            .filter(CrashStrike::deleted)
            .map(CrashCell::name)
            .collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      var selector = CrashCell.LABEL + " in (" + names + ")";
      story.snapshots().kubectl("delete", "flinksnp", "-l", selector, "--wait=false");
    }
  }

  private void those(Predicate<CrashCell> which, Consumer<CrashCell> action) {
    cells.stream().filter(which).forEach(action);
  }

  private static boolean deleted(CrashCell cell) {
    return cell.step().ofDeletion();
  }
}
