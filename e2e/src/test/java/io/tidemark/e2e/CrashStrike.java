package io.tidemark.e2e;

import static java.util.function.Predicate.not;

import io.temporal.client.WorkflowClient;
import io.tidemark.e2e.CrashStep.Course;
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
  CrashStrike(Story story, CrashFlink flink, String name, List<CrashStep> steps, int snapshots) {
    this.story = story;
    this.cells =
        steps.stream().map(it -> new CrashCell(story, flink, it, name, snapshots)).toList();
  }

  /** Brings all snapshots to their steps, where they are held, at about the same time. */
  void begin(HttpProxy kubernetes) {
    cells.forEach(CrashCell::deploy);
    apply(CrashStrike::early);
    those(CrashStrike::early, CrashCell::awaitPrepared);
    cells.forEach(cell -> cell.hold(kubernetes));
    apply(not(CrashStrike::early));
    delete();
    abandon();
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
    cells.forEach(CrashCell::awaitEnd);
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
    if (!yaml.isEmpty()) {
      story.snapshots().apply(yaml);
    }
  }

  private void delete() {
    var names =
        cells.stream()
            .filter(takes(Course.DELETED))
            .map(CrashCell::name)
            .collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      var selector = CrashCell.LABEL + " in (" + names + ")";
      story.snapshots().kubectl("delete", "flinksnp", "-l", selector, "--wait=false");
    }
  }

  private void abandon() {
    var connection = Temporal.connect(story.stack().temporal());
    var temporal = WorkflowClient.newInstance(connection);
    those(takes(Course.ABANDONED), cell -> cell.abandon(temporal));
    connection.shutdown();
  }

  private void those(Predicate<CrashCell> which, Consumer<CrashCell> action) {
    cells.stream().filter(which).forEach(action);
  }

  private static boolean early(CrashCell cell) {
    return cell.step().early();
  }

  private static Predicate<CrashCell> takes(Course course) {
    return cell -> cell.step().course() == course;
  }
}
