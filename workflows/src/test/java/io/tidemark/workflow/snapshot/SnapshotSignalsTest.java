package io.tidemark.workflow.snapshot;

import static io.tidemark.workflow.snapshot.InMemoryResources.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.EventType;
import io.tidemark.workflow.flink.TriggerResult;
import io.tidemark.workflow.model.SnapshotState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotSignalsTest extends WorkflowTestBase {

  @Test
  @DisplayName("W3 retryNow cuts the backoff, and a changed job does not")
  void retryNow() throws Exception {
    flink.outcomes.add(InMemoryFlink.failed("disk full"));
    var result = runInBackground();
    whileWaiting(
        Duration.ofSeconds(2),
        () -> {
          running().changed();
          awaitLastEvent(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
          running().retryNow();
        });

    assertThat(result.get().outcome()).isEqualTo("COMPLETED");
    assertThat(history()).doesNotContain("EVENT_TYPE_TIMER_FIRED");
    assertThat(flink.taken).hasSize(2);
    assertThat(resources.claims).isEqualTo(2);
  }

  @Test
  @DisplayName("W3 abandon before the trigger is ABANDONED with its reason")
  void abandonedWhileWaiting() throws Exception {
    resources.jobThere = false;
    var result = runInBackground();
    whileWaiting(Duration.ofSeconds(5), () -> running().abandon("no time"));

    assertThat(result.get().outcome()).isEqualTo("ABANDONED");
    assertThat(resources.error()).isEqualTo("no time");
    assertThat(resources.eventReasons()).containsExactly("WaitingForJob", "SnapshotAbandoned");
    assertThat(resources.writes.get(resources.writes.size() - 1).status().triggerTimestamp())
        .as("never triggered")
        .isNull();
  }

  @Test
  @DisplayName("W5 W6 a reason is cut to one line, and one that is no text is shown as ignored")
  void reasons() throws Exception {
    resources.jobThere = false;
    var result = runInBackground();
    await().until(() -> !resources.eventReasons().isEmpty());

    client().newUntypedWorkflowStub(ID.workflowId()).signal("abandon", Map.of("reason", "budget"));
    await().until(() -> running().progress().ignored() != null);
    var ignored = running().progress();
    running().abandon("a\n" + "b".repeat(100_000));

    assertThat(ignored.ignored()).isEqualTo("abandon expects a text, but got {reason=budget}");
    assertThat(ignored.markdown()).contains("Ignored: abandon expects a text");
    assertThat(result.get().outcome()).isEqualTo("ABANDONED");
    assertThat(resources.error()).startsWith("a b").hasSize(500);
  }

  @Test
  @DisplayName("W3 what Flink finishes after an abandonment is disposed of")
  void abandonedInProgress() throws Exception {
    flink.slow = true;
    var result = runInBackground();
    await().until(() -> resources.state() == SnapshotState.IN_PROGRESS);
    running().abandon("no time");
    awaitCancelRequest();
    flink.slow = false;

    assertThat(result.get().outcome()).isEqualTo("ABANDONED");
    assertThat(flink.disposed).containsExactly("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("W3 what Flink finishes after an abandonment is named where it is to be kept")
  void abandonedAndKept() throws Exception {
    resources.disposeOnDelete = false;
    resources.reread();
    flink.slow = true;
    var result = runInBackground();
    await().until(() -> resources.state() == SnapshotState.IN_PROGRESS);
    running().abandon("no time");
    awaitCancelRequest();
    flink.slow = false;

    assertThat(result.get().outcome()).isEqualTo("ABANDONED");
    assertThat(flink.disposed).isEmpty();
    assertThat(resources.events.get(1).message()).contains("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("W3 cancelling the workflow abandons the snapshot")
  void cancelled() {
    resources.jobThere = false;
    var result = runInBackground();
    whileWaiting(
        Duration.ofSeconds(5), () -> client().newUntypedWorkflowStub(ID.workflowId()).cancel());

    assertThat(result).failsWithin(Duration.ofMinutes(1));
    assertThat(resources.state()).isEqualTo(SnapshotState.ABANDONED);
    assertThat(resources.error()).startsWith("the workflow was cancelled");
  }

  @Test
  @DisplayName("R11 a replaced job abandons the attempt, after a last look that finds nothing")
  void replacedJob() throws Exception {
    flink.slow = true;
    var result = runInBackground();
    await().until(() -> resources.state() == SnapshotState.IN_PROGRESS);
    resources.jobReplaced = true;
    running().changed();

    assertThat(result.get().outcome()).isEqualTo("ABANDONED");
    assertThat(resources.error()).isEqualTo("job a is now job b");
  }

  @Test
  @DisplayName("R11 a result that the replaced job had finished counts")
  void replacedJobWithResult() {
    resources.takenOver("abcd");
    resources.jobReplaced = true;

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(result.path()).isEqualTo("file:/savepoints/savepoint-1");
  }

  @Test
  @DisplayName("R11 a job that has ended after the trigger is not waited for")
  void endedAfterTrigger() {
    resources.takenOver("abcd");
    flink.triggerResults.add(
        InMemoryFlink.triggerResult(TriggerResult.Status.JOB_ENDED, "job is FINISHED"));

    var result = run();

    assertThat(result.outcome()).isEqualTo("ABANDONED");
    assertThat(result.message()).isEqualTo("job is FINISHED");
  }

  @Test
  @DisplayName("W5 a hundred failed attempts fit into one run")
  void hundredFailures() {
    for (int i = 0; i < 100; i++) {
      flink.outcomes.add(InMemoryFlink.failed("disk full"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.failures()).isEqualTo(100);
    assertThat(history()).doesNotContain("continuedExecutionRunId");
  }

  @Test
  @DisplayName("W5 many failed attempts continue in new runs that keep the failures")
  void continuesAsNew() {
    for (int i = 0; i < 220; i++) {
      flink.outcomes.add(InMemoryFlink.failed("disk full"));
    }

    var result = run();

    assertThat(result.outcome()).isEqualTo("COMPLETED");
    assertThat(resources.failures()).isEqualTo(220);
    assertThat(flink.taken).hasSize(221);
    assertThat(history()).contains("continuedExecutionRunId");
  }
}
