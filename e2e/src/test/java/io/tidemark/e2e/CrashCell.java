package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
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
  private final CrashFlink flink;
  private final CrashStep step;
  private final String name;
  private final List<String> snapshots;
  private Hold hold;

  /**
   * @param story whose Tidemark serves the snapshots
   * @param strike tells the cells of one fault from those of others
   */
  CrashCell(Story story, CrashFlink flink, CrashStep step, String strike, int snapshots) {
    this.story = story;
    this.flink = flink;
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

  void deploy() {
    flink.deploy(step, name);
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

  /** Waits until the snapshots are where a user, or nothing more, brings them to the step. */
  void awaitPrepared() {
    switch (step.course()) {
      case TAKEN -> awaitAll("TRIGGER_PENDING");
      case ABANDONED -> awaitAll("IN_PROGRESS");
      case DELETED -> awaitAll("COMPLETED");
    }
    if (step == CrashStep.HANGING) {
      flink.hangDisposals(name);
    }
  }

  /** Gives all snapshots up. */
  void abandon(WorkflowClient temporal) {
    resources()
        .forEach(it -> temporal.newUntypedWorkflowStub(it.workflowId()).signal("abandon", "late"));
  }

  void awaitReached() {
    switch (step) {
      case WAITING -> awaitAll("TRIGGER_PENDING");
      case CLEANUP -> awaitAll("ABANDONED");
      case HANGING ->
          await(name + " hangs").until(this::polledDisposals, it -> it == snapshots.size());
      default -> hold.awaitReached(snapshots.size());
    }
  }

  /** The network delivers what it had in transit. */
  void release() {
    hold.release();
    flink.proceed(step, name);
  }

  /** The network loses what it had in transit. */
  void drop() {
    hold.drop();
    flink.proceed(step, name);
  }

  /** Waits until every snapshot has ended, or is gone, and nothing more is to be done for it. */
  void awaitEnd() {
    switch (step.course()) {
      case TAKEN -> await(name + " ended").until(this::resources, all(Snapshot::ended));
      case ABANDONED -> story.temporal().awaitListed(running(), List::isEmpty);
      case DELETED -> awaitGone();
    }
  }

  private void awaitGone() {
    if (step == CrashStep.HANGING) {
      story
          .snapshots()
          .kubectl(
              "annotate", "flinksnp", "-l", LABEL + "=" + name, "tidemark.io/skip-disposal=true");
    }
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
    return switch (step.course()) {
      case TAKEN -> recorded();
      case ABANDONED -> abandoned();
      case DELETED -> step == CrashStep.HANGING ? retained() : disposed();
    };
  }

  private CrashOutcome disposed() {
    assertThat(savepoints()).isEmpty();
    assertThat(triggerIds()).hasSameSizeAs(snapshots);
    return new CrashOutcome(step, snapshots.size(), snapshots.size(), 0, 0, 0);
  }

  /** Each savepoint is still there, and the event of its skipped disposal says where. */
  private CrashOutcome retained() {
    var savepoints = savepoints().toList();
    assertThat(savepoints).hasSameSizeAs(snapshots);
    assertThat(triggerIds()).hasSameSizeAs(snapshots);
    savepoints.forEach(it -> assertNamed(it, "SavepointRetained"));
    return new CrashOutcome(step, snapshots.size(), snapshots.size(), 0, 0, savepoints.size());
  }

  /** Each savepoint that Flink completed after the abandon is disposed of, or named by an event. */
  private CrashOutcome abandoned() {
    var resources = resources();
    var orphans = savepoints().toList();
    assertThat(resources)
        .hasSameSizeAs(snapshots)
        .extracting(Snapshot::state)
        .containsOnly("ABANDONED");
    assertThat(triggerIds()).hasSameSizeAs(snapshots);
    orphans.forEach(it -> assertNamed(it, "SavepointRetained"));
    return new CrashOutcome(
        step, snapshots.size(), resources.size(), 0, orphans.size(), orphans.size());
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
    orphans.forEach(it -> assertNamed(it, "PossibleOrphan"));
    return new CrashOutcome(
        step,
        snapshots.size(),
        resources.size(),
        failures,
        orphans.size(),
        resources.size() + orphans.size());
  }

  /** A savepoint that no resource records is named by an event of the one that asked for it. */
  private void assertNamed(Path savepoint, String reason) {
    var directory = savepoint.getParent();
    var event = story.snapshots().awaitEvent(directory.getFileName().toString(), reason);
    assertThat(event.getMessage()).contains(directory.toString());
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

  private void awaitAll(String state) {
    await(name + " " + state).until(this::resources, all(it -> it.state().equals(state)));
  }

  private Predicate<List<Snapshot>> all(Predicate<Snapshot> condition) {
    return found -> found.size() == snapshots.size() && found.stream().allMatch(condition);
  }

  /** Returns the number of disposals that Tidemark has asked about. */
  private long polledDisposals() {
    return story.shared().proxy().calls(story.namespace()).stream()
        .filter(call -> call.isFor(story.namespace(), name) && call.pollsDisposal())
        .map(Call::path)
        .distinct()
        .count();
  }

  /** The query for the workflows that still run; they have been listed for long. */
  private String running() {
    return "JobNamespace = '%s' AND JobName = '%s' AND ExecutionStatus = 'Running'"
        .formatted(story.namespace(), name);
  }

  private List<Snapshot> resources() {
    return story.snapshots().labelled(LABEL, name);
  }
}
