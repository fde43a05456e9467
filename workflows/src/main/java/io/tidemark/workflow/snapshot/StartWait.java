package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits in TRIGGER_PENDING while a snapshot cannot be triggered yet, announces the reason, and
 * gives up at the start deadline (R2, R10). Signals end a wait; a check every 30 s is the fallback.
 */
final class StartWait {
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);
  private static final Duration ENDED_JOB_GRACE = Duration.ofSeconds(10);

  private final ActivityCalls calls;
  private final StatusRecorder recorder;
  private final ProgressDisplay display;
  private final InterruptibleWait waits;

  private @Nullable Instant waitingSince;
  private @Nullable Instant jobEndedSince;
  private String endedJob = "";
  private boolean clusterFirst;
  private boolean clusterWaitedFor;
  private String announcedReason;

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
    this.waitingSince = continued.waitingSince();
    this.announcedReason = continued.announcedReason() == null ? "" : continued.announcedReason();
  }

  /** Returns the start of the current wait; null outside of a wait. */
  @Nullable Instant waitingSince() {
    return waitingSince;
  }

  /** Returns the reason that was last announced; empty outside of a wait. */
  String announcedReason() {
    return announcedReason;
  }

  /**
   * Returns whether the job was not ready when its cluster was last looked at, so that no attempt
   * is written before it is looked at again.
   */
  boolean clusterFirst() {
    return clusterFirst;
  }

  /**
   * Returns whether the cluster was waited for: it may be too slow for a trigger inside the
   * workflow task, which would then never succeed.
   */
  boolean clusterWaitedFor() {
    return clusterWaitedFor;
  }

  /** Ends the wait after a trigger, so that the next wait has a deadline of its own. */
  void reset() {
    waitingSince = null;
    jobEndedSince = null;
    clusterFirst = false;
    clusterWaitedFor = false;
    announcedReason = "";
  }

  /** Waits for the correction of an invalid spec; FAILED at the deadline (R2). */
  Next forCorrection(SnapshotView view, String error) {
    var event = new ResourceEvent(EventReason.VALIDATION_ERROR, error, error);
    if (remaining(view).isZero()) {
      return recorder.end(StatusChange.failed(view, error, WorkflowClock.now()).withEvent(event));
    }
    if (!announcedReason.equals(error)) {
      recorder.write(view, StatusChange.pending(view, error).withEvent(event));
      announcedReason = error;
    }
    pause(view, "Waiting for a corrected spec: " + error);
    return Next.LOOK_AGAIN;
  }

  /**
   * Waits for a change of a job resource that is missing or not running; ABANDONED at the deadline
   * (R10).
   */
  Next forJob(SnapshotView view, String reason) {
    if (remaining(view).isZero()) {
      return overdue(view, reason);
    }
    if (!announcedReason.equals(reason)) {
      recordPending(view, reason);
    }
    pause(view, "Waiting for the job: " + reason);
    return Next.LOOK_AGAIN;
  }

  /** Continues the wait for the cluster after the resource was read again. */
  Next forCluster(SnapshotView view, FlinkJob job) {
    return remaining(view).isZero() ? overdue(view, announcedReason) : pollCluster(view, job);
  }

  /**
   * Waits for a cluster that cannot be reached, or does not run all tasks of the job. Kubernetes
   * shows neither, so Flink is polled, and no attempt is written meanwhile (R9, R10).
   */
  Next forCluster(SnapshotView view, FlinkJob job, String reason) {
    clusterFirst = true;
    clusterWaitedFor = true;
    if (remaining(view).isZero()) {
      return overdue(view, reason);
    }
    recordPending(view, reason);
    return pollCluster(view, job);
  }

  /**
   * Waits for a cluster that did not answer a call before the trigger. The workflow handles other
   * outages, until the deadline (R8, R10).
   */
  Next afterFailure(SnapshotView view, FlinkJob job, ActivityFailure failure) {
    var outage = Outage.of(failure);
    if (outage.reason().filter(EventReason.FLINK_UNREACHABLE::equals).isPresent()) {
      return forCluster(view, job, outage.message());
    }
    if (remaining(view).isZero()) {
      return overdue(view, outage.message());
    }
    throw failure;
  }

  private Next pollCluster(SnapshotView view, FlinkJob job) {
    var remaining = remaining(view);
    display.showWait(view, "Waiting for the job's tasks: " + announcedReason, remaining);
    return waits
        .orChange(() -> readiness(job, remaining))
        .flatMap(Function.identity())
        .map(readiness -> looked(view, job, readiness))
        .orElse(Next.LOOK_AGAIN);
  }

  /** Starts the poll of the cluster; its result is empty at the deadline. */
  private Promise<Optional<JobReadiness>> readiness(FlinkJob job, Duration remaining) {
    Promise<Optional<JobReadiness>> deadline =
        InterruptibleWait.timer(remaining, "Start deadline").thenApply(over -> Optional.empty());
    return Promise.anyOf(List.of(calls.awaitReady(job).thenApply(Optional::of), deadline));
  }

  private Next looked(SnapshotView view, FlinkJob job, JobReadiness readiness) {
    if (!readiness.ready()) {
      return forUpgrade(view, job.jobId(), readiness.reason());
    }
    clusterFirst = false;
    return Next.LOOK_AGAIN;
  }

  /**
   * Waits once for a job that has ended, since an upgrade may bring it back, before it gives up
   * (R10). Each job id has its own wait.
   */
  Next forUpgrade(SnapshotView view, String jobId, String reason) {
    if (!endedJob.equals(jobId)) {
      endedJob = jobId;
      jobEndedSince = null;
    }
    if (jobEndedSince != null
        && !WorkflowClock.now().isBefore(jobEndedSince.plus(ENDED_JOB_GRACE))) {
      return recorder.abandon(view, reason);
    }
    jobEndedSince = jobEndedSince == null ? WorkflowClock.now() : jobEndedSince;
    recordPending(view, reason);
    display.showWait(view, reason, ENDED_JOB_GRACE);
    waits.pause(ENDED_JOB_GRACE, "Wait for the ended job: an upgrade may be in progress");
    return Next.LOOK_AGAIN;
  }

  private Next overdue(SnapshotView view, String reason) {
    var deadline = DurationFormatter.of(view.options().startDeadline());
    return recorder.abandon(
        view, reason + "; not started within " + deadline + ", the start deadline");
  }

  private void recordPending(SnapshotView view, String reason) {
    var change = StatusChange.pending(view, view.status().error());
    var event = new ResourceEvent(EventReason.WAITING_FOR_JOB, reason, reason);
    recorder.write(view, announcedReason.equals(reason) ? change : change.withEvent(event));
    announcedReason = reason;
  }

  private void pause(SnapshotView view, String activity) {
    var remaining = remaining(view);
    var longest = remaining.compareTo(CHECK_INTERVAL) < 0 ? remaining : CHECK_INTERVAL;
    display.showWait(view, activity, longest);
    waits.pause(longest, activity);
  }

  /** Returns the time until the start deadline of this wait; one day if there is no deadline. */
  private Duration remaining(SnapshotView view) {
    waitingSince = waitingSince == null ? WorkflowClock.now() : waitingSince;
    if (view.options().startDeadline().isZero()) {
      return Duration.ofDays(1);
    }
    var deadline = waitingSince.plus(view.options().startDeadline());
    var remaining = Duration.between(WorkflowClock.now(), deadline);
    return remaining.isNegative() ? Duration.ZERO : remaining;
  }
}
