package io.tidemark.workflow.snapshot;

import io.temporal.workflow.Promise;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens while a snapshot cannot be triggered yet: it wait in TRIGGER_PENDING, says for what,
 * and gives up at the start deadline (R2, R10). Signals end a wait; looking again by itself is the
 * fallback.
 */
final class StartWait {
  private static final Duration FALLBACK = Duration.ofSeconds(30);
  private static final Duration ENDED_JOB_GRACE = Duration.ofSeconds(10);

  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final ProgressDisplay display;
  private final InterruptibleWait waits;

  private @Nullable Instant since;
  private @Nullable Instant jobEndedSince;
  private String announced;

  StartWait(
      ActivityCalls calls,
      StatusRecorder recorder,
      ProgressDisplay display,
      InterruptibleWait waits,
      ContinuedState continued) {
    this.calls = calls;
    this.recorder = recorder;
    this.display = display;
    this.waits = waits;
    this.since = continued.waitingSince();
    this.announced = continued.announced() == null ? "" : continued.announced();
  }

  @Nullable Instant since() {
    return since;
  }

  String announced() {
    return announced;
  }

  /** The attempt was triggered: the next wait has a deadline of its own. */
  void over() {
    since = null;
    jobEndedSince = null;
    announced = "";
  }

  /** The spec cannot be continued out: wait for a corrected one, FAILED at the deadline (R2). */
  Next forCorrection(SnapshotView view, String error) {
    var event = new ResourceEvent(EventReason.VALIDATION_ERROR, error, error);
    if (left(view).isZero()) {
      return recorder.end(StatusChange.failed(view, error, WorkflowClock.now()).announcing(event));
    }
    if (!announced.equals(error)) {
      recorder.write(view, StatusChange.pending(view, error).announcing(event));
      announced = error;
    }
    pause(view, "Waiting for a corrected spec: " + error);
    return Next.LOOK_AGAIN;
  }

  /**
   * The job resource is missing or not running: wait for it to change, ABANDONED at the deadline
   * (R10).
   */
  Next forJob(SnapshotView view, String reason) {
    if (left(view).isZero()) {
      return recorder.abandon(view, reason);
    }
    if (!announced.equals(reason)) {
      recordPending(view, reason);
    }
    pause(view, "Waiting for the job: " + reason);
    return Next.LOOK_AGAIN;
  }

  /** Some tasks are not running, which Kubernetes does not know: ask Flink until they are (R10). */
  Next forTasks(SnapshotView view, FlinkJob job, String reason) {
    var left = left(view);
    if (left.isZero()) {
      return recorder.abandon(view, reason);
    }
    recordPending(view, reason);
    display.showWait(view, "Waiting for the job's tasks: " + reason, left);
    var unused =
        waits.orChange(
            () ->
                Promise.anyOf(
                    InterruptibleWait.timer(left, "Start deadline"), calls.awaitReady(job)));
    return Next.LOOK_AGAIN;
  }

  /** The job has ended: an upgrade may bring it back, so look once more before giving up (R10). */
  Next forUpgrade(SnapshotView view, String reason) {
    if (jobEndedSince != null
        && !WorkflowClock.now().isBefore(jobEndedSince.plus(ENDED_JOB_GRACE))) {
      return recorder.abandon(view, reason);
    }
    jobEndedSince = jobEndedSince == null ? WorkflowClock.now() : jobEndedSince;
    recordPending(view, reason);
    display.showWait(view, reason, ENDED_JOB_GRACE);
    waits.pause(ENDED_JOB_GRACE, "The job has ended; an upgrade may be under way");
    return Next.LOOK_AGAIN;
  }

  private void recordPending(SnapshotView view, String reason) {
    var change = StatusChange.pending(view, view.status().error());
    var event = new ResourceEvent(EventReason.WAITING_FOR_JOB, reason, reason);
    recorder.write(view, announced.equals(reason) ? change : change.announcing(event));
    announced = reason;
  }

  private void pause(SnapshotView view, String activity) {
    var left = left(view);
    var longest = left.compareTo(FALLBACK) < 0 ? left : FALLBACK;
    display.showWait(view, activity, longest);
    waits.pause(longest, activity);
  }

  /** What is left of the start deadline of this wait; as good as for ever if there is none. */
  private Duration left(SnapshotView view) {
    since = since == null ? WorkflowClock.now() : since;
    if (view.options().startDeadline().isZero()) {
      return Duration.ofDays(1);
    }
    var left = Duration.between(WorkflowClock.now(), since.plus(view.options().startDeadline()));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
