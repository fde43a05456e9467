package io.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.EventRequest;
import io.tidemark.workflow.resource.ReleaseRequest;
import io.tidemark.workflow.resource.ResourceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ActivityLogEntryTest {
  private static final ResourceEvent FULL =
      new ResourceEvent(EventReason.SAVEPOINT_ERROR, "the disk is full", "1");

  @Test
  @DisplayName("an end is logged with its path or its error")
  void ends() {
    assertLogged(StatusChanges.completed(), Level.INFO, "COMPLETED: file:/savepoints/1");
    assertLogged(StatusChanges.failed(), Level.WARN, "FAILED: the disk is full");
  }

  @Test
  @DisplayName("R7 a failed attempt is logged with its event and the state after it")
  void failedAttempts() {
    assertLogged(
        StatusChanges.failed().withEvent(FULL),
        Level.WARN,
        "FAILED, SavepointError: the disk is full");
    assertLogged(
        StatusChanges.attemptFailed().withEvent(FULL),
        Level.WARN,
        "TRIGGER_PENDING, SavepointError: the disk is full");
  }

  @Test
  @DisplayName("R10 R15 an event without a change of state is logged")
  void announcements() {
    var waiting = new ResourceEvent(EventReason.WAITING_FOR_JOB, "no job yet", "");
    var retained = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, "left at file:/s", "");

    assertLogged(
        new EventRequest(StatusChanges.SNAPSHOT, waiting), Level.INFO, "WaitingForJob: no job yet");
    assertLogged(
        new ReleaseRequest(StatusChanges.SNAPSHOT, retained, "1", null),
        Level.WARN,
        "SavepointRetained: left at file:/s");
  }

  @Test
  @DisplayName("R14 a disposal is logged when it is complete")
  void disposals() {
    var request = new DisposalRequest(new FlinkJob("flink", "orders", 8081, "j"), "file:/s");

    assertThat(ActivityLogEntry.of(request, disposal(DisposalResult.Status.DISPOSED)))
        .contains(new ActivityLogEntry(Level.INFO, "Disposed of file:/s"));
    assertThat(ActivityLogEntry.of(request, disposal(DisposalResult.Status.FAILED))).isEmpty();
  }

  @Test
  @DisplayName("steps in between are not logged")
  void steps() {
    assertThat(ActivityLogEntry.of(new ClaimRequest(StatusChanges.SNAPSHOT, false), null))
        .isEmpty();
    assertThat(ActivityLogEntry.of(StatusChanges.inProgress(), null)).isEmpty();
    assertThat(
            ActivityLogEntry.of(new ReleaseRequest(StatusChanges.SNAPSHOT, null, "1", null), null))
        .isEmpty();
  }

  private static void assertLogged(Object request, Level level, String text) {
    assertThat(ActivityLogEntry.of(request, null)).contains(new ActivityLogEntry(level, text));
  }

  private static DisposalResult disposal(DisposalResult.Status status) {
    return new DisposalResult(status, "");
  }
}
