package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.EventType;
import io.tidemark.workflow.execution.UpdateResult;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered. The in-memory server skips time while an Update is awaited. */
class SnapshotUpdatesTest extends WorkflowTestBase {

  @Test
  @DisplayName("W6 retryNow answers which wait it has ended")
  void retryNow() {
    resources.jobThere = false;
    var result = runInBackground();
    awaitEvent("WaitingForJob");
    resources.jobThere = true;

    assertThat(update("retryNow"))
        .isEqualTo("Ended the wait: Waiting for the job: FlinkDeployment orders does not exist");
    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
  }

  @Test
  @DisplayName("W6 abandon answers that the snapshot is given up")
  void abandon() {
    resources.jobThere = false;
    var result = runInBackground();
    awaitEvent("WaitingForJob");

    assertThat(update("abandon", "no time")).isEqualTo("ABANDONED: no time");
    assertThat(end(result).outcome()).isEqualTo("ABANDONED");
    assertThat(resources.error()).isEqualTo("no time");
  }

  @Test
  @DisplayName("W6 W3 abandon answers with the result that was known already, which wins")
  void resultWins() {
    flink.slow = true;
    resources.takenOver("abcd");
    var result = runInBackground();
    awaitActivity("AwaitOutcome");
    flink.slow = false;

    assertThat(update("abandon", "no time")).isEqualTo("COMPLETED: file:/savepoints/savepoint-1");
    assertThat(end(result).outcome()).isEqualTo("COMPLETED");
  }

  static List<Object> reasons() {
    return Arrays.asList(Map.of("reason", "budget"), 7, "", "  ", null);
  }

  @ParameterizedTest
  @MethodSource("reasons")
  @DisplayName("W6 abandon refuses a reason that is no text, or an empty one")
  void malformed(Object reason) {
    resources.jobThere = false;
    var result = runInBackground();
    awaitEvent("WaitingForJob");

    assertRefused("abandon needs a reason as a text, such as \"disk is full\"", "abandon", reason);
    assertThat(resources.state()).isEqualTo(SnapshotState.TRIGGER_PENDING);
    running().abandon("no time");
    end(result);
  }

  @Test
  @DisplayName("W6 skipDisposal is refused for a resource that is not being deleted")
  void notBeingDeleted() {
    resources.jobThere = false;
    var result = runInBackground();
    awaitEvent("WaitingForJob");

    assertRefused("not being deleted", "skipDisposal");
    running().abandon("no time");
    end(result);
  }

  @Test
  @DisplayName("W6 a snapshot that has ended is not given up; its disposal is retried and skipped")
  void ended() {
    var result = failingDisposal();

    assertRefused("already COMPLETED", "abandon", "no time");
    assertThat(update("retryNow")).isEqualTo("Ended the wait: The disposal failed: not empty");
    await()
        .atMost(PATIENCE)
        .until(() -> running().progress().nextTry() != null && flink.disposals.isEmpty());
    assertThat(update("skipDisposal"))
        .startsWith("RETAINED: The savepoint at file:/savepoints/savepoint-1")
        .contains("skipped on request");
    assertThat(end(result).outcome()).isEqualTo("RETAINED");
  }

  @Test
  @DisplayName("W6 R14 abandon is refused for a resource that is being deleted under way")
  void beingDeleted() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");
    resources.delete(now());
    running().deletionRequested();

    assertRefused("being deleted; skipDisposal", "abandon", "no time");
    assertThat(update("skipDisposal")).startsWith("RETAINED: ").contains("/savepoints");
    assertThat(end(result).outcome()).isEqualTo("RETAINED");
  }

  @Test
  @DisplayName("W6 skipDisposal is accepted as soon as the deletion is known")
  void deletionIsRead() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");
    resources.failSteps(1_000);
    resources.delete(now());
    var claims = resources.claims;
    running().deletionRequested();
    await().atMost(PATIENCE).until(() -> resources.claims > claims);
    awaitLastEvent(EventType.EVENT_TYPE_TIMER_STARTED);

    var answer = CompletableFuture.supplyAsync(() -> update("skipDisposal"));
    await().atMost(PATIENCE).until(() -> answer.isDone() || updateAccepted());
    resources.succeed();

    assertThat(answer).succeedsWithin(PATIENCE);
    assertThat(answer.join()).startsWith("RETAINED: ");
    assertThat(end(result).outcome()).isEqualTo("RETAINED");
  }

  private boolean updateAccepted() {
    return history().contains("WORKFLOW_EXECUTION_UPDATE_ACCEPTED");
  }

  @Test
  @DisplayName("W6 retryNow claims no effect that it does not know yet")
  void retryNowWithoutWait() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");

    assertThat(update("retryNow"))
        .isEqualTo("Checking again; it was: Flink is taking the savepoint");
    flink.slow = false;
    end(result);
  }

  @Test
  @DisplayName("W6 W3 skipDisposal ends the clean-up after an abandon; the others are refused")
  void abandoned() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");

    assertThat(update("abandon", "no time")).isEqualTo("ABANDONED: no time");
    assertRefused("already ABANDONED", "abandon", "again");
    assertRefused("already ABANDONED", "retryNow");
    assertThat(update("skipDisposal")).startsWith("ABANDONED: no time; Flink may still complete");
    assertThat(end(result).outcome()).isEqualTo("ABANDONED");
  }

  @Test
  @DisplayName("W6 W5 an Update that a run cannot carry out is answered before the next run does")
  void continuedAsNew() {
    resources.jobThere = false;
    var result = runInBackground();
    awaitEvent("WaitingForJob");
    resources.failSteps(1_000);
    var answer = CompletableFuture.supplyAsync(() -> update("abandon", "no time"));

    await() // a signal that comes with the task that ends the run repeats that task
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> growHistory() && answer.isDone());
    resources.succeed();
    running().changed();

    assertThat(answer.join()).isEqualTo("Accepted, and not done yet: away");
    assertThat(end(result)).isEqualTo(new SnapshotResult("ABANDONED", null, "no time"));
  }

  @ParameterizedTest(name = "known from the run before: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("W6 R15 W5 skipDisposal is accepted for a deleted resource that cannot be read yet")
  void unreadable(boolean continued) {
    run();
    resources.delete(now());
    resources.failSteps(1_000);
    var state = new ContinuedState(null, false, null, null, 0, 0, 0, continued, null);
    var result = runInBackground(SnapshotRequest.of(ID).continuing(state));
    await().atMost(PATIENCE).until(() -> running().progress().nextTry() != null);
    if (!continued) {
      running().deletionRequested();
      await().atMost(PATIENCE).until(() -> timers().size() == 2);
    }

    var answer = CompletableFuture.supplyAsync(() -> update("skipDisposal"));
    await().atMost(PATIENCE).until(() -> history().contains("WORKFLOW_EXECUTION_UPDATE_ACCEPTED"));
    resources.succeed();

    assertThat(answer).succeedsWithin(PATIENCE);
    assertThat(answer.join()).startsWith("RETAINED: ").contains("file:/savepoints/savepoint-1");
    assertThat(end(result).outcome()).isEqualTo("RETAINED");
  }

  private boolean growHistory() {
    running().changed();
    return true;
  }

  @Test
  @DisplayName("W6 W3 a cancellation does not take the answer away")
  void cancelled() {
    flink.slow = true;
    var result = runInBackground();
    awaitActivity("AwaitOutcome");
    resources.failSteps(1);
    whileWaiting(Duration.ofSeconds(1), this::cancel);
    var answer = CompletableFuture.supplyAsync(() -> update("abandon", "no time"));

    assertThat(answer).succeedsWithin(PATIENCE);
    assertThat(answer.join()).startsWith("ABANDONED: ");
    flink.slow = false;
    await().atMost(PATIENCE).until(result::isDone);
  }

  /** Deletes a completed savepoint whose disposal fails, and waits for the next try. */
  private CompletableFuture<SnapshotResult> failingDisposal() {
    run();
    resources.delete(now());
    for (int i = 0; i < 2; i++) {
      flink.disposals.add(new DisposalResult(DisposalResult.Status.FAILED, "not empty"));
    }
    var result = runInBackground();
    awaitEvent("CleanupFailed");
    await().atMost(PATIENCE).until(() -> running().progress().nextTry() != null);
    return result;
  }

  private String update(String name, Object... arguments) {
    return client()
        .newUntypedWorkflowStub(ID.workflowId())
        .update(name, UpdateResult.class, arguments)
        .answer();
  }

  private void assertRefused(String reason, String name, Object... arguments) {
    assertThatThrownBy(() -> update(name, arguments)).rootCause().hasMessageContaining(reason);
  }

  private void awaitEvent(String reason) {
    await().atMost(PATIENCE).until(() -> resources.eventReasons().contains(reason));
  }
}
