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

class ActivityMilestoneTest {
  private static final ResourceEvent FULL =
      new ResourceEvent(EventReason.SAVEPOINT_ERROR, "the disk is full", "1");

  @Test
  @DisplayName("an end is told with its path or its error")
  void ends() {
    assertTold(Changes.completed(), Level.INFO, "COMPLETED: file:/savepoints/1");
    assertTold(Changes.failed(), Level.WARN, "FAILED: the disk is full");
  }

  @Test
  @DisplayName("R7 a failed attempt is told by its event, and whether it was the last one")
  void failedAttempts() {
    assertTold(
        Changes.failed().withEvent(FULL), Level.WARN, "FAILED, SavepointError: the disk is full");
    assertTold(
        Changes.attemptFailed().withEvent(FULL),
        Level.WARN,
        "TRIGGER_PENDING, SavepointError: the disk is full");
  }

  @Test
  @DisplayName("R10 R15 what is announced without a change of state is told by its event")
  void announcements() {
    var waiting = new ResourceEvent(EventReason.WAITING_FOR_JOB, "no job yet", "");
    var retained = new ResourceEvent(EventReason.SAVEPOINT_RETAINED, "left at file:/s", "");

    assertTold(
        new EventRequest(Changes.SNAPSHOT, waiting), Level.INFO, "WaitingForJob: no job yet");
    assertTold(
        new ReleaseRequest(Changes.SNAPSHOT, retained),
        Level.WARN,
        "SavepointRetained: left at file:/s");
  }

  @Test
  @DisplayName("R14 a disposal is told when it is done")
  void disposals() {
    var request = new DisposalRequest(new FlinkJob("flink", "orders", 8081, "j"), "file:/s");

    assertThat(ActivityMilestone.of(request, disposal(DisposalResult.Status.DISPOSED)))
        .contains(new ActivityMilestone(Level.INFO, "Disposed of file:/s"));
    assertThat(ActivityMilestone.of(request, disposal(DisposalResult.Status.FAILED))).isEmpty();
  }

  @Test
  @DisplayName("steps on the way are not told")
  void steps() {
    assertThat(ActivityMilestone.of(new ClaimRequest(Changes.SNAPSHOT), null)).isEmpty();
    assertThat(ActivityMilestone.of(Changes.inProgress(), null)).isEmpty();
    assertThat(ActivityMilestone.of(new ReleaseRequest(Changes.SNAPSHOT, null), null)).isEmpty();
  }

  private static void assertTold(Object question, Level level, String text) {
    assertThat(ActivityMilestone.of(question, null)).contains(new ActivityMilestone(level, text));
  }

  private static DisposalResult disposal(DisposalResult.Status status) {
    return new DisposalResult(status, "");
  }
}
