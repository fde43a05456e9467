package io.tidemark.workflow.snapshot;

import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimCases;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;

/** Executes the decision on a resource, with one method for each decision. */
final class ClaimExecution implements ClaimCases<Next> {
  private final StatusRecorder recorder;
  private final ProgressDisplay display;
  private final StartWait startWait;
  private final FailedAttempt failed;
  private final SnapshotAttempt attempt;
  private final SnapshotAbandonment abandonment;
  private final SnapshotDeletion deletion;
  private final FlinkDirectory directory;

  ClaimExecution(
      StatusRecorder recorder,
      ProgressDisplay display,
      StartWait startWait,
      FailedAttempt failed,
      SnapshotAttempt attempt,
      SnapshotAbandonment abandonment,
      SnapshotDeletion deletion,
      FlinkDirectory directory) {
    this.recorder = recorder;
    this.display = display;
    this.startWait = startWait;
    this.failed = failed;
    this.attempt = attempt;
    this.abandonment = abandonment;
    this.deletion = deletion;
    this.directory = directory;
  }

  /** Shows the end again: users of Temporal see the latest run of a workflow id. */
  @Override
  public Next settled(SnapshotView view) {
    var status = view.status();
    var last = status.state() == SnapshotState.FAILED ? status.failures() : status.attempt();
    display.showEnd(last, status);
    return Next.done(SnapshotResult.of(status));
  }

  @Override
  public Next cleanUp(SnapshotView view, SnapshotTrigger late) {
    display.showEnd(view.attempt(), view.status());
    return abandonment.continueCleanUp(view, late);
  }

  @Override
  public Next invalid(SnapshotView view, String error) {
    return startWait.forCorrection(view, error);
  }

  @Override
  public Next refused(SnapshotView view, String reason) {
    return failed.refused(view, SnapshotType.SAVEPOINT, reason, WorkflowClock.now());
  }

  @Override
  public Next restart(SnapshotView view) {
    var unused = recorder.write(view, StatusChange.restarted(view));
    return Next.LOOK_AGAIN;
  }

  @Override
  public Next waitForJob(SnapshotView view, String reason) {
    return startWait.forJob(view, reason);
  }

  @Override
  public Next lookAtCluster(SnapshotView view, FlinkJob job) {
    return startWait.forCluster(view, job);
  }

  @Override
  public Next readDirectory(SnapshotView view, FlinkJob job) {
    return directory.read(view, job);
  }

  @Override
  public Next jobEnded(SnapshotView view, String jobId, String reason) {
    return startWait.forUpgrade(view, jobId, reason);
  }

  @Override
  public Next abandon(SnapshotView view, String reason) {
    return recorder.abandon(view, reason);
  }

  @Override
  public Next importExisting(SnapshotView view, String path) {
    return recorder.end(StatusChange.completed(view, path, WorkflowClock.now()));
  }

  @Override
  public Next attempt(SnapshotView view, SnapshotTrigger trigger) {
    return attempt.run(view, trigger);
  }

  @Override
  public Next lastLook(SnapshotView view, SnapshotTrigger trigger, String reason) {
    return abandonment.lastLook(view, trigger, reason);
  }

  @Override
  public Next dispose(SnapshotView view, DisposalRequest disposal) {
    return deletion.dispose(view, disposal);
  }

  @Override
  public Next disposalBlocked(SnapshotView view, String reason) {
    return deletion.blocked(view, reason);
  }

  @Override
  public Next retain(SnapshotView view, ClaimDecision.Retain retain) {
    return deletion.retain(new Claim(view, retain), true);
  }

  @Override
  public Next release(SnapshotView view, ClaimDecision.Release release) {
    return deletion.release(view, release);
  }
}
