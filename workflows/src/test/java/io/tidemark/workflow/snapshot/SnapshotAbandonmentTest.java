package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerId;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a savepoint that a person has given up, and what is said of it. */
class SnapshotAbandonmentTest extends WorkflowTestBase {
  private static final String PATH = "file:/savepoints/savepoint-1";

  /** The poll that the abandonment cancelled, and the one that follows it. */
  private static final int POLLS = 2;

  @Test
  @DisplayName("W3 a result that Flink has already wins over an abandonment")
  void knownResult() {
    resources.takenOver("abcd");
    resources.failSteps(10);
    var result = runInBackground();
    abandonAfter(Duration.ofMinutes(1));

    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
    assertThat(resources.path()).isEqualTo(PATH);
    assertThat(resources.events).isEmpty();
    assertThat(flink.disposed).isEmpty();
  }

  @ParameterizedTest(name = "disposal deadline {0}")
  @DisplayName("W3 R14 deletion ends the wait after an abandonment, and what may follow is named")
  @ValueSource(strings = {"PT10M", "PT0S"})
  void deletedAfterwards(Duration disposalDeadline) {
    resources.disposalDeadline = disposalDeadline;
    resources.reread();
    var result = abandoned();
    resources.delete(now());
    running().deletionRequested();

    var end = end(result);

    assertThat(resources.released).isTrue();
    assertThat(resources.eventReasons()).containsExactly("SnapshotAbandoned", "SavepointRetained");
    assertThat(resources.events.get(1).message()).contains("/savepoints", triggerId());
    assertThat(end.outcome()).isEqualTo("RETAINED");
    assertThat(end.message()).contains("/savepoints", triggerId());
  }

  @Test
  @DisplayName("W3 R15 skipDisposal ends the wait after an abandonment, and names what may follow")
  void skippedAfterwards() {
    var result = abandoned();
    running().skipDisposal();

    var end = end(result);

    assertThat(end.outcome()).isEqualTo("ABANDONED");
    assertThat(end.path()).isNull();
    assertThat(end.message()).startsWith("no time; ").contains("/savepoints", triggerId());
    assertThat(resources.events.get(1).message()).contains("/savepoints", triggerId());
  }

  @Test
  @DisplayName("W3 ABANDONED with a clean-up to follow is in the history before it is written")
  void durable() {
    var result = abandoned();

    flink.slow = false;

    assertThat(end(result).outcome()).isEqualTo("ABANDONED");
    assertThat(activities()).containsExactly("AwaitOutcome", "Record", "AwaitOutcome", "Dispose");
  }

  @Test
  @DisplayName("W2 W3 ABANDONED with nothing to follow is written inside the workflow task")
  void local() {
    resources.jobThere = false;
    var result = runInBackground();
    abandonAfter(Duration.ofMinutes(1));

    assertThat(end(result).outcome()).isEqualTo("ABANDONED");
    assertThat(activities()).isEmpty();
  }

  @ParameterizedTest(name = "by a cancellation: {0}")
  @DisplayName("W3 a trigger that hangs is abandoned at once")
  @ValueSource(booleans = {false, true})
  void triggerHangs(boolean cancelled) {
    flink.slow = true;
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity("Trigger");

    if (cancelled) {
      cancel();
    } else {
      running().abandon("no time");
    }

    awaitState(SnapshotState.ABANDONED);
    assertThat(resources.error()).isEqualTo(cancelled ? "the workflow was cancelled" : "no time");
    flink.hanging = false;
    flink.slow = false;
    await().atMost(PATIENCE).until(result::isDone);
    assertThat(flink.disposed).containsExactly(PATH);
  }

  @ParameterizedTest
  @DisplayName("W3 an abandoned savepoint that fails or is refused later is not worth an event")
  @EnumSource(names = {"FAILED", "REJECTED"})
  void failsLater(SnapshotOutcome.Status status) {
    var failed = new SnapshotOutcome(status, InMemoryFlink.AT, null, null, "disk full");
    flink.outcomes.addAll(Collections.nCopies(POLLS, failed));
    var result = abandoned();

    flink.slow = false;

    assertThat(end(result)).isEqualTo(new SnapshotResult("ABANDONED", null, "no time"));
    assertThat(resources.eventReasons()).containsExactly("SnapshotAbandoned");
    assertThat(flink.disposed).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("W3 an abandoned savepoint whose outcome Flink does not know is named")
  @EnumSource(names = {"JOB_NOT_FOUND", "UNKNOWN_TRIGGER", "PENDING"})
  void outcomeUnknown(SnapshotOutcome.Status status) {
    var unknown = new SnapshotOutcome(status, InMemoryFlink.AT, null, null, "");
    flink.outcomes.addAll(Collections.nCopies(POLLS, unknown));
    var result = abandoned();

    flink.slow = false;

    assertMayBeWritten(end(result));
  }

  @Test
  @DisplayName("W3 R8 an abandoned savepoint of a job that cannot be reached is named")
  void unreachable() {
    var result = abandoned();

    flink.unreachable = true;
    flink.slow = false;

    assertMayBeWritten(end(result));
  }

  @Test
  @DisplayName("W3 the result names an abandoned savepoint that is to be kept")
  void kept() {
    resources.disposeOnDelete = false;
    resources.reread();
    var result = abandoned();

    flink.slow = false;

    var end = end(result);
    assertThat(end.outcome()).isEqualTo("ABANDONED");
    assertThat(end.path()).isEqualTo(PATH);
    assertThat(end.message()).startsWith("no time; ").contains(PATH, "disposeOnDelete is false");
    assertThat(resources.events.get(1).message()).contains(PATH, "disposeOnDelete is false");
  }

  @Test
  @DisplayName("W3 R15 the result names an abandoned savepoint that could not be disposed of")
  void notDisposed() {
    flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    var result = abandoned();

    flink.slow = false;

    var end = end(result);
    assertThat(end.path()).isEqualTo(PATH);
    assertThat(end.message()).startsWith("no time; ").contains(PATH, "could not be disposed of");
    assertThat(resources.eventReasons()).containsExactly("SnapshotAbandoned", "SavepointRetained");
  }

  @Test
  @DisplayName("W3 result and event name an abandoned savepoint that was disposed of")
  void lateSavepointDisposed() {
    var result = abandoned();

    flink.slow = false;

    var end = end(result);
    assertThat(end.path()).isNull();
    assertThat(end.message()).startsWith("no time; ").contains(PATH, "it was disposed of");
    assertThat(resources.eventReasons()).containsExactly("SnapshotAbandoned", "SavepointDisposed");
    assertThat(resources.events.get(1).message()).contains(PATH, "it was disposed of");
  }

  @Test
  @DisplayName(
      "W3 R19 an abandoned savepoint is disposed of after a job of its cluster has started")
  void disposedAfterAStart() {
    flink.disposals.add(DisposalResult.pending(null));
    var result = abandoned();

    flink.slow = false;

    assertThat(end(result).message()).contains(PATH, "it was disposed of");
    assertThat(flink.disposed).containsExactly(PATH);
  }

  @Test
  @DisplayName("W3 R14 deletion ends the disposal of an abandoned savepoint that never ends")
  void disposalHangs() {
    var result = abandoned();
    flink.hanging = true;
    flink.slow = false;
    awaitActivity("Dispose");
    resources.delete(now());
    running().deletionRequested();

    var end = end(result);

    assertThat(resources.released).isTrue();
    assertThat(end.path()).isEqualTo(PATH);
    assertThat(resources.events.get(1).message()).contains(PATH, "could not be disposed of");
  }

  @ParameterizedTest(name = "disposeOnDelete {0}")
  @DisplayName("W3 R21 the clean-up after an abandon outlasts the workflow that owes it")
  @ValueSource(booleans = {true, false})
  void terminated(boolean disposeOnDelete) {
    resources.disposeOnDelete = disposeOnDelete;
    resources.reread();
    var unused = abandoned();
    assertThat(resources.marked()).isTrue();

    client().newUntypedWorkflowStub(ID.workflowId()).terminate("a slip");
    flink.slow = false;
    var end = end(runInBackground());

    assertThat(end.outcome()).isEqualTo("ABANDONED");
    assertThat(end.path()).isEqualTo(disposeOnDelete ? null : PATH);
    assertThat(end.message()).startsWith("no time; ").contains(PATH);
    assertThat(flink.disposed).hasSize(disposeOnDelete ? 1 : 0);
    assertThat(resources.marked()).isFalse();
    assertThat(states()).containsOnlyOnce(SnapshotState.ABANDONED);
  }

  @Test
  @DisplayName("W3 a clean-up whose end cannot be written is continued, and its end is written")
  void endNotWritten() {
    var result = abandoned();
    resources.failSteps(1);
    flink.slow = false;

    assertThat(end(result).message()).contains(PATH, "it was disposed of");
    assertThat(resources.marked()).isFalse();
  }

  @Test
  @DisplayName("W3 an abandoned checkpoint leaves no work, and no mark of it")
  void checkpoint() {
    resources.type = SnapshotType.CHECKPOINT;
    resources.reread();
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");

    running().abandon("no time");

    assertThat(end(result)).isEqualTo(new SnapshotResult("ABANDONED", null, "no time"));
    assertThat(resources.marked()).isFalse();
    assertThat(activities()).containsExactly("AwaitOutcome");
  }

  private void abandonAfter(Duration delay) {
    whileWaiting(delay, () -> running().abandon("no time"));
  }

  /** Starts a savepoint that takes long, and gives it up; the workflow waits for its end. */
  private CompletableFuture<SnapshotResult> abandoned() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");
    running().abandon("no time");
    await()
        .atMost(PATIENCE)
        .until(() -> Collections.frequency(activities(), "AwaitOutcome") == POLLS);
    return result;
  }

  private void assertMayBeWritten(SnapshotResult end) {
    assertThat(end.outcome()).isEqualTo("ABANDONED");
    assertThat(end.path()).isNull();
    assertThat(end.message()).startsWith("no time; ").contains("/savepoints", triggerId());
    assertThat(resources.eventReasons()).containsExactly("SnapshotAbandoned", "SavepointRetained");
    assertThat(resources.events.get(1).message()).contains("/savepoints", triggerId());
  }

  private static String triggerId() {
    return TriggerId.of(ID.uid(), 1);
  }
}
