package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.FlinkJob;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The snapshots that a fault meets at one step. */
final class CrashCell {
  static final String LABEL = "cell";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s, labels: {cell: %2$s}}
      spec:
        jobReference: {kind: FlinkDeployment, name: %2$s}
        savepoint: {path: "%3$s"}
      ---
      """;

  private final Story story;
  private final CrashStep step;
  private final String name;
  private final List<String> snapshots;
  private Hold hold;

  /**
   * @param story whose Tidemark serves the snapshots
   * @param strike tells the cells of one fault from those of others
   */
  CrashCell(Story story, CrashStep step, String strike, int snapshots) {
    this.story = story;
    this.step = step;
    this.name = strike + "-" + step.word();
    this.snapshots = IntStream.range(0, snapshots).mapToObj(it -> name + "-" + it).toList();
  }

  String name() {
    return name;
  }

  CrashStep step() {
    return step;
  }

  void deploy(FlinkJob job) {
    story.deploy(name, job);
  }

  /** From now on all snapshots come to the step and no further. */
  void hold(HttpProxy kubernetes) {
    hold = step.hold(story.shared().proxy(), kubernetes, story.namespace(), name);
  }

  /** The resources as a user writes them. */
  String yaml() {
    return snapshots.stream()
        .map(it -> SAVEPOINT.formatted(it, name, story.directory(it)))
        .collect(Collectors.joining());
  }

  void awaitReached() {
    hold.awaitReached(snapshots.size());
  }

  /** The network delivers what it had in transit. */
  void release() {
    hold.release();
  }

  /** The network loses what it had in transit. */
  void drop() {
    hold.drop();
  }

  /** Waits until every snapshot has ended. */
  void awaitEnd() {
    await(name + " ended").until(this::resources, this::haveEnded);
  }

  /** Waits until every snapshot is gone. */
  void awaitGone() {
    await(name + " gone").until(() -> resources().isEmpty());
  }

  /** The ids of the triggers that reached Flink. */
  List<String> triggerIds() {
    return story.triggers(name).stream().map(Call::triggerId).distinct().toList();
  }

  /**
   * Returns the outcome, after asserting that nothing was lost, done twice or left unrecorded (S1,
   * R9).
   */
  CrashOutcome outcome() {
    return step.ofDeletion() ? disposed() : recorded();
  }

  private CrashOutcome disposed() {
    assertThat(savepoints()).isEmpty();
    assertThat(triggerIds()).hasSameSizeAs(snapshots);
    return new CrashOutcome(step, snapshots.size(), snapshots.size(), 0, 0, 0);
  }

  private CrashOutcome recorded() {
    var resources = resources();
    var orphans = savepoints().filter(it -> !paths(resources).contains(it)).toList();
    var failures = resources.stream().mapToInt(Snapshot::failures).sum();
    assertThat(resources)
        .hasSameSizeAs(snapshots)
        .extracting(Snapshot::state)
        .containsOnly("COMPLETED");
    assertThat(savepoints()).containsAll(paths(resources)).doesNotHaveDuplicates();
    assertThat(attempts(resources)).containsAll(triggerIds());
    orphans.forEach(this::assertNamed);
    return new CrashOutcome(
        step,
        snapshots.size(),
        resources.size(),
        failures,
        orphans.size(),
        resources.size() + orphans.size());
  }

  /** A savepoint that no resource records is named by an event of the one that asked for it. */
  private void assertNamed(Path savepoint) {
    var snapshot = savepoint.getParent().getFileName().toString();
    story.snapshots().awaitEvent(snapshot, "PossibleOrphan");
  }

  private static List<Path> paths(List<Snapshot> resources) {
    return resources.stream().map(Snapshot::directory).toList();
  }

  /** The trigger ids of all attempts that the resources have recorded. */
  private static List<String> attempts(List<Snapshot> resources) {
    return resources.stream()
        .flatMap(it -> IntStream.rangeClosed(1, it.failures() + 1).mapToObj(it::expectedTriggerId))
        .toList();
  }

  private Stream<Path> savepoints() {
    return snapshots.stream().flatMap(it -> Story.savepoints(story.directory(it)).stream());
  }

  private boolean haveEnded(List<Snapshot> found) {
    return found.size() == snapshots.size() && found.stream().allMatch(Snapshot::ended);
  }

  private List<Snapshot> resources() {
    return story.snapshots().labelled(LABEL, name);
  }
}
