package io.tidemark.workflow.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDeletionTest extends WorkflowTestBase {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  @Test
  @DisplayName("R14 a deleted snapshot's savepoint is disposed of, then the finalizer goes")
  void disposes() {
    run();
    resources.delete(now());

    var result = run();

    assertThat(result.outcome()).isEqualTo("DISPOSED");
    assertThat(flink.disposed).containsExactly("file:/savepoints/savepoint-1");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R14 deletion cuts a wait, and nothing is disposed of")
  void deletedWhileWaiting() throws Exception {
    resources.jobThere = false;
    var result = runInBackground();
    whileWaiting(
        Duration.ofSeconds(5),
        () -> {
          resources.delete(now());
          running().deletionRequested();
        });

    assertThat(result.get().outcome()).isEqualTo("RELEASED");
    assertThat(flink.triggers).isEmpty();
    assertThat(resources.released).isTrue();
    assertThat(history()).doesNotContain("EVENT_TYPE_TIMER_FIRED");
  }

  @Test
  @DisplayName("R15 a disposal that fails is retried; a savepoint already gone counts as disposed")
  void disposalRetried() {
    run();
    resources.delete(now());
    flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    flink.disposals.add(new DisposalResult(DisposalResult.Status.ALREADY_GONE, "no such file"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("DISPOSED");
    assertThat(resources.eventReasons()).containsExactly("CleanupFailed", "SavepointAlreadyGone");
  }

  @Test
  @DisplayName("R15 a release that is refused after the deadline is repeated with backoff")
  void releaseRefused() throws Exception {
    run();
    resources.delete(now());
    resources.releasesRefused = true;
    for (int i = 0; i < 20; i++) {
      flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    }
    var result = runInBackground();
    environment.registerDelayedCallback(
        Duration.ofHours(2), () -> resources.releasesRefused = false);

    assertThat(result.get().outcome()).isEqualTo("RETAINED");
    assertThat(resources.releases).isBetween(60, 700);
  }

  @Test
  @DisplayName("R19 a savepoint that a running job may need is left and named, at once")
  void inUse() {
    run();
    resources.delete(now());
    flink.disposals.add(new DisposalResult(DisposalResult.Status.IN_USE, "job 1 needs it"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(result.message())
        .isEqualTo(
            "The savepoint at file:/savepoints/savepoint-1 was not disposed of: job 1 needs it.");
    assertThat(resources.eventReasons()).containsExactly("DisposalSkipped");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 at the deadline the data is left and named, and the resource goes")
  void disposalDeadline() {
    run();
    resources.delete(now());
    for (int i = 0; i < 20; i++) {
      flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(result.path()).isEqualTo("file:/savepoints/savepoint-1");
    assertThat(resources.eventReasons()).contains("SavepointRetained");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName(
      "R15 the deadline counts by the clock of the API server, which differs from that of Temporal")
  void apiServerIsBehind() {
    run();
    resources.clock = () -> now().minus(Duration.ofMinutes(20));
    resources.delete(resources.clock.instant());

    assertThat(run().outcome()).isEqualTo("DISPOSED");
  }

  @Test
  @DisplayName("R4 R15 a disposal that needs Flink's directory is retried until Flink names it")
  void directoryOfADisposal() throws Exception {
    run();
    resources.delete(now());
    resources.directoryNeeded = true;
    flink.unreachable = true;
    var result = runInBackground();
    environment.registerDelayedCallback(Duration.ofMinutes(1), () -> flink.unreachable = false);

    assertThat(result.get().outcome()).isEqualTo("DISPOSED");
    assertThat(resources.eventReasons()).containsExactly("CleanupFailed");
    assertThat(flink.disposed).containsExactly("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("R4 R15 where Flink never names its directory, the deadline lets the resource go")
  void directoryAtTheDeadline() {
    run();
    resources.delete(now());
    resources.directoryNeeded = true;
    flink.unreachable = true;

    assertThat(run().outcome()).isEqualTo("RETAINED");
    assertThat(resources.eventReasons()).contains("SavepointRetained");
    assertThat(flink.disposed).isEmpty();
  }

  @Test
  @DisplayName("R14 an attempt in progress runs to its end before it is disposed of")
  void deletedWhileInProgress() throws Exception {
    flink.slow = true;
    var result = runInBackground();
    awaitInProgress();
    resources.delete(now());
    running().deletionRequested();
    awaitCancelRequest();
    flink.slow = false;

    assertThat(result.get().outcome()).isEqualTo("DISPOSED");
    assertThat(flink.taken).hasSize(1);
    assertThat(flink.disposed).containsExactly("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("R15 skipDisposal lets the resource go at once and names the path")
  void skipDisposal() throws Exception {
    run();
    resources.delete(now());
    flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    var result = runInBackground();
    whileWaiting(Duration.ofSeconds(3), () -> running().skipDisposal());

    assertThat(result.get().outcome()).isEqualTo("RETAINED");
    assertThat(flink.disposed).isEmpty();
    assertThat(resources.eventReasons()).containsExactly("CleanupFailed", "SavepointRetained");
    assertThat(resources.events.get(1).message())
        .contains("file:/savepoints/savepoint-1", "skipped on request");
  }

  @Test
  @DisplayName("R15 in a namespace that is being deleted an unreachable job is asked once")
  void unreachableInAnEndingNamespace() {
    run();
    resources.delete(now());
    resources.namespaceDeleted = true;
    flink.unreachable = true;

    var result = run();

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(result.path()).isEqualTo("file:/savepoints/savepoint-1");
    assertThat(flink.disposed).isEmpty();
    assertThat(resources.eventReasons()).containsExactly("SavepointRetained");
    assertThat(resources.events.get(0).message())
        .contains("file:/savepoints/savepoint-1", "namespace is being deleted", "refused");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 R14 there an attempt under way is left too, and what may be written is named")
  void underWayInAnEndingNamespace() throws Exception {
    flink.slow = true;
    var result = runInBackground();
    awaitInProgress();
    resources.delete(now());
    resources.namespaceDeleted = true;
    flink.unreachable = true;
    running().deletionRequested();
    awaitCancelRequest();
    flink.slow = false;

    assertThat(result.get().outcome()).isEqualTo("RETAINED");
    assertThat(resources.events.get(0).message()).contains("/savepoints", "namespace");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 there a disposal is tried again as elsewhere when Flink says that it failed")
  void failedDisposalInAnEndingNamespace() {
    run();
    resources.delete(now());
    resources.namespaceDeleted = true;
    flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));

    assertThat(run().outcome()).isEqualTo("DISPOSED");
  }

  @Test
  @DisplayName("S2 R15 there a disposal that our own worker left undone is tried again")
  void ownRestartInAnEndingNamespace() {
    run();
    resources.delete(now());
    resources.namespaceDeleted = true;
    for (int i = 0; i < 2; i++) { // inside the workflow task, and as a normal activity
      flink.errors.add(ApplicationFailure.newFailure("stopped", "WORKER_STOPPED"));
    }

    assertThat(run().outcome()).isEqualTo("DISPOSED");
  }

  @Test
  @DisplayName("W3 cancelling the workflow during a disposal is skipDisposal")
  void cancelledDuringDisposal() {
    run();
    resources.delete(now());
    flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    var result = runInBackground();
    whileWaiting(
        Duration.ofSeconds(3), () -> client().newUntypedWorkflowStub(workflowId()).cancel());

    assertThat(result).failsWithin(Duration.ofMinutes(1));
    assertThat(resources.eventReasons()).containsExactly("CleanupFailed", "SavepointRetained");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R14 a deletion that is requested while the last status is written is not missed")
  void deletedDuringTheLastStep() {
    resources.fastPath = false;
    resources.afterWrite =
        change -> {
          if (change.state().terminal()) {
            resources.delete(now());
            running().deletionRequested();
          }
        };

    var result = run();

    assertThat(result.outcome()).isEqualTo("DISPOSED");
    assertThat(resources.released).isTrue();
  }

  @ParameterizedTest(name = "by a cancellation: {0}")
  @DisplayName("R15 W3 a disposal that Flink accepts and never ends is skipped at once")
  @ValueSource(booleans = {false, true})
  void hangingDisposalSkipped(boolean cancelled) {
    var result = hangingDisposal();

    if (cancelled) {
      cancel();
    } else {
      running().skipDisposal();
    }

    await().atMost(PATIENCE).until(result::isDone);
    assertThat(resources.eventReasons()).containsExactly("SavepointRetained");
    assertThat(resources.events.get(0).message())
        .contains("file:/savepoints/savepoint-1", "skipped on request");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 a disposal that Flink accepts and never ends is given up at the deadline")
  void hangingDisposalAtTheDeadline() {
    run();
    flink.hanging = true;
    resources.delete(now().minus(resources.disposalDeadline).plusSeconds(3));

    var result = runInBackground();

    assertThat(end(result).outcome()).isEqualTo("RETAINED");
    assertThat(resources.events).last().extracting("message").asString().contains("deadline");
    assertThat(disposalLimits())
        .allSatisfy(limit -> assertThat(limit).isBetween(SHORTEST, Duration.ofSeconds(3)));
  }

  @Test
  @DisplayName("R15 R14 a trigger that hangs does not delay a deletion that keeps the savepoint")
  void hangingTriggerSkipped() {
    var result = hangingTrigger();
    resources.skipsDisposal = true;
    resources.delete(now());
    running().deletionRequested();

    assertThat(end(result).outcome()).isEqualTo("RETAINED");
    assertThat(resources.events)
        .last()
        .extracting("message")
        .asString()
        .contains("may still write to /savepoints", "skipped on request");
    assertThat(resources.released).isTrue();
  }

  @Test
  @DisplayName("R15 R14 a trigger that hangs is given up at the disposal deadline")
  void hangingTriggerAtTheDeadline() {
    var result = hangingTrigger();
    resources.delete(now().minus(resources.disposalDeadline).plusSeconds(3));
    running().deletionRequested();

    assertThat(end(result).outcome()).isEqualTo("RETAINED");
    assertThat(resources.events)
        .last()
        .extracting("message")
        .asString()
        .contains("may still write to /savepoints", "deadline");
  }

  private CompletableFuture<SnapshotResult> hangingTrigger() {
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity("Trigger");
    return result;
  }

  @Test
  @DisplayName("R15 the deadline also ends a wait between two disposals")
  void deadlineDuringBackoff() {
    resources.disposalDeadline = Duration.ofMinutes(12);
    resources.reread();
    run();
    var deletedAt = now();
    resources.delete(deletedAt);
    for (int i = 0; i < 20; i++) {
      flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("RETAINED");
    assertThat(Duration.between(deletedAt, endedAt()))
        .as("10 min 30 s of waits, the next of which would be 10 min")
        .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(15));
  }

  /** Deletes a completed savepoint whose disposal Flink accepts and never ends. */
  private CompletableFuture<SnapshotResult> hangingDisposal() {
    run();
    resources.delete(now());
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity("Dispose");
    return result;
  }

  private void awaitInProgress() {
    await().until(() -> resources.state() == SnapshotState.IN_PROGRESS);
  }

  private static String workflowId() {
    return InMemoryResources.ID.workflowId();
  }
}
