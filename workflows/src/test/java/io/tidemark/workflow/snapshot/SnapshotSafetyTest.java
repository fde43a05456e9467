package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.TriggerResult.Status;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import io.tidemark.workflow.resource.JobRestarts;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Triggers that got lost, jobs that restart, copies, and savepoints that are not ours to delete.
 */
class SnapshotSafetyTest extends WorkflowTestBase {
  private static final String FOUND = "file:/savepoints/savepoint-found";

  @Test
  @DisplayName("R18 a lost trigger whose savepoint is there for sure adopts it")
  void adopts() {
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.path()).isEqualTo(FOUND);
    assertThat(resources.eventReasons()).containsExactly("SavepointAdopted");
    assertThat(resources.events.get(0).message())
        .contains(FOUND, "/savepoints", "It will not be disposed of");
    assertThat(resources.writes)
        .last()
        .satisfies(change -> assertThat(change.annotations().adopted()).isTrue())
        .extracting(change -> change.status().triggerId())
        .isEqualTo(TriggerId.of(InMemoryResources.ID.uid(), 1));
  }

  @Test
  @DisplayName("R18 from a directory of its own a savepoint is adopted to be disposed of, too")
  void adoptsFromOwnDirectory() {
    resources.targetDirectory = "/savepoints/" + TriggerId.of(InMemoryResources.ID.uid(), 1);
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);

    run();

    assertThat(resources.events.get(0).message()).contains(FOUND).doesNotContain("not be disposed");
  }

  @Test
  @DisplayName(
      "R4 R18 where only Flink knows the directory, it is asked, and the savepoint adopted")
  void adoptsFromFlinksDirectory() {
    resources.targetDirectory = null;
    flink.defaultDirectory = "/default";
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(resources.path()).isEqualTo(FOUND);
    assertThat(resources.events.get(0).message()).contains(FOUND, "has taken in /default");
  }

  @Test
  @DisplayName("R4 R18 without any directory a lost trigger is not searched for")
  void lostWithoutDirectory() {
    resources.targetDirectory = null;
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);

    assertThat(run().outcome()).isEqualTo("FAILED");
    assertThat(resources.eventReasons()).containsExactly("PossibleOrphan");
    assertThat(resources.error()).contains("Flink's default savepoint directory");
  }

  @Test
  @DisplayName("R4 R18 a lost trigger ends also where Flink's configuration is not served")
  void lostWithoutConfiguration() {
    resources.targetDirectory = null;
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.directoryError = InMemoryFlink.forbidden();

    assertThat(run().outcome()).isEqualTo("FAILED");
    assertThat(resources.eventReasons()).containsExactly("PossibleOrphan");
    assertThat(resources.error()).contains("Flink's default savepoint directory");
  }

  @Test
  @DisplayName("R8 R10 a directory that cannot be read is shown as an outage until the deadline")
  void directoryNotServed() {
    resources.directoryNeeded = true;
    flink.directoryError = InMemoryFlink.forbidden();

    assertThat(run().outcome()).isEqualTo("ABANDONED");
    assertThat(resources.eventReasons()).containsOnly("FlinkError", "SnapshotAbandoned");
    assertThat(resources.writes.get(0).status().error()).contains("jobmanager/config", "403");
    assertThat(resources.error()).contains("jobmanager/config", "403");
    assertThat(flink.triggers).isEmpty();
  }

  @Test
  @DisplayName("R4 R15 a deletion continues without a directory that Flink does not tell")
  void deletionWithoutConfiguration() {
    run();
    resources.delete(now());
    resources.directoryNeeded = true;
    flink.directoryError = InMemoryFlink.forbidden();

    assertThat(run().outcome()).isEqualTo("DISPOSED");
    assertThat(resources.eventReasons()).isEmpty();
  }

  @Test
  @DisplayName("R4 an attempt that needs Flink's directory waits for Flink, and then has it")
  void attemptInFlinksDirectory() {
    resources.directoryNeeded = true;
    flink.defaultDirectory = "/default";
    flink.errors.add(InMemoryFlink.unreachable());
    flink.errors.add(InMemoryFlink.unreachable());

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(flink.triggers).singleElement().extracting("targetDirectory").isEqualTo("/default");
    assertThat(resources.failures()).isZero();
  }

  @Test
  @DisplayName("R4 a trigger that needs no directory does not read Flink's configuration")
  void noRead() {
    resources.targetDirectory = null;

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(flink.directoryReads).isZero();
  }

  @ParameterizedTest(name = "found {0}, recorded elsewhere {1}")
  @DisplayName("R18 without one savepoint for sure the attempt failed, and the directory is named")
  @CsvSource(
      delimiter = '|',
      value = {"'' | ''", "a b | ''", "a | a"})
  void possibleOrphan(String found, String recorded) {
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.addAll(words(found));
    resources.recordedElsewhere.addAll(words(recorded));

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(resources.eventReasons()).containsExactly("PossibleOrphan");
    assertThat(resources.events.get(0).message()).contains("forgotten", "may exist in /savepoints");
    assertThat(resources.error()).isEqualTo(resources.events.get(0).message());
  }

  @Test
  @DisplayName("R18 a checkpoint history that a gateway refuses makes a possible orphan")
  void searchRefused() {
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);
    flink.errorsOfSearches.add(InMemoryFlink.forbidden());

    assertThat(run().outcome()).isEqualTo("FAILED");
    assertThat(resources.eventReasons()).containsExactly("PossibleOrphan");
    assertThat(resources.error()).contains("forgotten", "may exist in /savepoints");
  }

  @Test
  @DisplayName("R18 a lost checkpoint is no orphan: Flink looks after its checkpoints")
  void lostCheckpoint() {
    resources.type = SnapshotType.CHECKPOINT;
    resources.backoffLimit = 0;
    resources.reread();
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));

    run();

    assertThat(resources.eventReasons()).containsExactly("CheckpointError");
  }

  @Test
  @DisplayName("R8 R18 a search that gets no answer is repeated, and fails nothing")
  void searchRepeated() {
    flink.triggerResults.add(InMemoryFlink.triggerResult(Status.LOST, "forgotten"));
    flink.savepointsFound.add(FOUND);
    flink.errorsOfSearches.add(InMemoryFlink.unreachable());

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.failures()).isZero();
  }

  @Test
  @DisplayName("R23 three attempts in a row that restart the job are the end, and say why")
  void restartsItsJob() {
    failing(3);
    flink.restarts.addAll(List.of(true, true, true));

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(resources.failures()).isEqualTo(3);
    assertThat(resources.error())
        .contains("disk full", "restarted in 3 attempts in a row", "max-job-restarts");
    assertThat(resources.events)
        .extracting(event -> event.message())
        .containsExactly(
            "disk full (the job restarted during this attempt)",
            "disk full (the job restarted during this attempt)",
            resources.error());
    assertThat(flink.triggers).hasSize(3);
  }

  @Test
  @DisplayName("R23 W3 retryNow in the moment of a failure skips neither the check nor the backoff")
  void retriedInTheMomentOfTheFailure() {
    failing(1);
    flink.restarts.add(true);
    flink.duringRestartCheck = () -> running().retryNow();

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(resources.events.get(0).message()).contains("the job restarted");
    assertThat(history()).contains("EVENT_TYPE_TIMER_FIRED");
  }

  @Test
  @DisplayName("R23 an attempt that leaves the job alone ends the row")
  void restartsNotInARow() {
    failing(4);
    flink.restarts.addAll(List.of(true, true, false, true));

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.writes)
        .filteredOn(change -> change.annotations().jobRestarts() != null)
        .extracting(change -> change.annotations().jobRestarts())
        .containsExactly(1, 2, 0, 1);
  }

  @Test
  @DisplayName("R23 the restarts that the resource remembers count, as after a crash")
  void restartsRemembered() {
    resources.restarts = new JobRestarts(2, 3);
    resources.reread();
    failing(1);
    flink.restarts.add(true);

    assertThat(run().outcome()).isEqualTo("FAILED");
    assertThat(flink.triggers).hasSize(1);
  }

  @Test
  @DisplayName("R8 R23 a restart that cannot be asked for is neither one nor none")
  void restartUnknown() {
    resources.restarts = new JobRestarts(1, 3);
    resources.reread();
    failing(1);
    for (int i = 0; i < 6; i++) {
      flink.errorsOfSearches.add(InMemoryFlink.unreachable());
    }

    assertThat(run().outcome()).isEqualTo("COMPLETED");
    assertThat(resources.writes)
        .filteredOn(change -> change.annotations().jobRestarts() != null)
        .extracting(change -> change.annotations().jobRestarts())
        .containsExactly(1);
  }

  @Test
  @DisplayName("R7 R19 what is not allowed is FAILED at once, and Flink is not called")
  void refused() {
    resources.refusal = "the savepoint would go to /etc";

    var result = run();

    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(resources.error()).isEqualTo("the savepoint would go to /etc");
    assertThat(resources.eventReasons()).containsExactly("SavepointError");
    assertThat(flink.triggers).isEmpty();
  }

  @Test
  @DisplayName("R22 a copy that its user has made its own begins as if it were new")
  void copyReleased() {
    resources.putAsideAsCopy();

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(states())
        .containsExactly(
            SnapshotState.TRIGGER_PENDING, SnapshotState.IN_PROGRESS, SnapshotState.COMPLETED);
  }

  @Test
  @DisplayName("R19 a savepoint that must not be disposed of is left with its event, at once")
  void disposalSkipped() {
    run();
    resources.delete(now());
    resources.inUse = true;

    var result = run();

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(flink.disposed).isEmpty();
    assertThat(resources.eventReasons()).containsExactly("DisposalSkipped");
    assertThat(resources.released).isTrue();
    assertThat(history())
        .as("a repeated workflow task must not find the resource gone, and end as GONE")
        .contains("EVENT_TYPE_ACTIVITY_TASK_COMPLETED");
  }

  private void failing(int times) {
    for (int i = 0; i < times; i++) {
      flink.outcomes.add(InMemoryFlink.failed("disk full"));
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
