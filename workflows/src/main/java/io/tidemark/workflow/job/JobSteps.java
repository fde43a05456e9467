package io.tidemark.workflow.job;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.WorkflowClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the decision of a claim, with one method for each. The result is what Flink has
 * answered, empty if nothing was asked or a request came first; the resource is then read again.
 *
 * <p>The effect of a stop, a submission or a cancel cannot be taken back, so only a person who
 * gives the job up ends the wait for one.
 */
final class JobSteps implements JobDecisionCases<Optional<FlinkReport>> {
  /**
   * The age up to which a claim is this run's own. An older one can be that of a run that was
   * reset, which may have carried out its decision (U4).
   */
  private static final Duration OWN_CLAIM = Duration.ofSeconds(10);

  private final InterruptibleWait waits;
  private final JobSignals signals;
  private final JobProgressDisplay display;

  private ChangeSteps steps;
  private Instant claimedAt = Instant.EPOCH;
  private JobDecision.@Nullable Done end;
  private boolean ended;

  JobSteps(
      InterruptibleWait waits,
      JobSignals signals,
      JobProgressDisplay display,
      ContinuedState continued) {
    this.waits = waits;
    this.signals = signals;
    this.display = display;
    this.steps = continued.steps();
  }

  /**
   * Carries out the decision of a claim.
   *
   * @param asked when the claim was asked for
   */
  Optional<FlinkReport> carryOut(JobDecision decision, Instant asked) {
    claimedAt = asked;
    ended = false;
    return decision.accept(this);
  }

  /** Returns the effects at Flink so far. */
  ChangeSteps steps() {
    return steps;
  }

  /** Returns the end of the change; empty unless that was the last decision. */
  Optional<JobDecision.Done> end() {
    return ended ? Optional.ofNullable(end) : Optional.empty();
  }

  /** Ends the change. One that has come to its end before, and is unchanged since, keeps that. */
  @Override
  public Optional<FlinkReport> done(JobDecision.Done done) {
    if (end == null || done.outcome() != ChangeOutcome.UNCHANGED) {
      end = done;
    }
    ended = true;
    signals.changeEnded();
    return Optional.empty();
  }

  @Override
  public Optional<FlinkReport> await(JobDecision.Wait wait) {
    display.showWait(wait.reason(), wait.longest());
    waits.pause(wait.longest(), wait.reason());
    return Optional.empty();
  }

  @Override
  public Optional<FlinkReport> look(JobDecision.Look look) {
    var flink = flink(flinkStep("Look at the cluster and the job"));
    return waits.orRequest(() -> Async.function(flink::look, look.job())).map(this::looked);
  }

  @Override
  public Optional<FlinkReport> uploadJar(JobDecision.UploadJar upload) {
    var request = upload.request();
    var flink =
        flink(
            ActivityPolicies.poll(
                "Fetch and upload the jar of " + request.program().description()));
    return InterruptibleWait.await(
            () -> Async.function(flink::fetchAndUploadJar, request), signals::isChangeGivenUp)
        .map(FlinkReport.class::cast);
  }

  @Override
  public Optional<FlinkReport> deleteJar(JobDecision.DeleteJar deletion) {
    var flink = flink(flinkStep("Delete the uploaded jar"));
    return waits
        .orRequest(() -> Async.function(flink::deleteJar, deletion.request()))
        .map(FlinkReport.class::cast);
  }

  @Override
  public Optional<FlinkReport> submit(JobDecision.Submit submission) {
    var request = isOwnClaim() ? submission.request() : submission.request().repeated();
    var jobId = request.job().jobId();
    var answerAndSearch = request.longest().multipliedBy(2);
    var flink = flink(ActivityPolicies.poll("Submit the job " + jobId, answerAndSearch));
    return InterruptibleWait.await(() -> Async.function(flink::submit, request), signals::isLeaving)
        .map(this::submitted);
  }

  @Override
  public Optional<FlinkReport> awaitReady(JobDecision.AwaitReady readiness) {
    var request = readiness.request();
    var flink = flink(ActivityPolicies.poll("Wait until all tasks are running", request.longest()));
    return waits.orChange(() -> Async.function(flink::awaitReady, request)).map(this::looked);
  }

  @Override
  public Optional<FlinkReport> stop(JobDecision.Stop stop) {
    var request = isOwnClaim() ? stop.request() : stop.request().repeated();
    var jobId = request.job().jobId();
    var flink = flink(ActivityPolicies.poll("Stop the job " + jobId + " with a savepoint"));
    return InterruptibleWait.await(() -> Async.function(flink::stop, request), signals::isLeaving)
        .map(result -> stopped(result, jobId));
  }

  @Override
  public Optional<FlinkReport> cancel(JobDecision.Cancel cancellation) {
    var jobId = cancellation.job().jobId();
    var flink = flink(ActivityPolicies.poll("Cancel the job " + jobId));
    return InterruptibleWait.await(
            () -> Async.function(flink::cancel, cancellation.job()), signals::isLeaving)
        .map(look -> ended(look, jobId));
  }

  private FlinkReport looked(JobLook look) {
    if (look.known() != null && look.known().ready()) {
      steps = steps.ready(WorkflowClock.now());
    }
    return look;
  }

  private FlinkReport submitted(SubmissionResult result) {
    if (result.outcome() == SubmissionResult.Outcome.STARTED) {
      var rollingBack = display.progress().phase() == JobPhase.ROLLING_BACK;
      steps = steps.started(result.jobId(), rollingBack);
    }
    return result;
  }

  private FlinkReport stopped(StopResult result, String jobId) {
    return result.outcome() == StopResult.Outcome.FAILED ? result : ended(result, jobId);
  }

  private FlinkReport ended(FlinkReport report, String jobId) {
    steps = steps.stopped(jobId, WorkflowClock.now());
    return report;
  }

  private boolean isOwnClaim() {
    return Duration.between(claimedAt, WorkflowClock.now()).compareTo(OWN_CLAIM) < 0;
  }

  private static ActivityOptions flinkStep(String summary) {
    return ActivityPolicies.flinkStep(summary, Optional.empty());
  }

  private static SessionJobFlinkActivities flink(ActivityOptions options) {
    return Workflow.newActivityStub(SessionJobFlinkActivities.class, options);
  }
}
