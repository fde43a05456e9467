package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.LocalFirst;
import io.tidemark.workflow.execution.LocalFirst.InHistory;
import io.tidemark.workflow.execution.LongHistory;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.RequestedCancellation;
import io.tidemark.workflow.execution.UpdateResult;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.model.Backoff;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Claims the resource, carries out the one step that it needs next, and repeats both with what
 * Flink has answered until nothing is left to do. All decisions are the claim's, so another run
 * continues from the resource and Flink alone (U5).
 */
public final class SessionJobWorkflowImpl implements SessionJobWorkflow {
  private final SessionJobRequest request;
  private final InterruptibleWait waits = new InterruptibleWait();
  private final JobProgressDisplay display = new JobProgressDisplay();
  private final JobSignals signals;
  private final JobUpdates updates;
  private final JobSteps steps;

  private Optional<FlinkReport> report;
  private Optional<JobOutage> outage;
  private int outages;

  /** Creates the workflow; the worker calls this before it delivers signals. */
  @WorkflowInit
  public SessionJobWorkflowImpl(SessionJobRequest request) {
    this.request = request;
    var continued = request.continuedState();
    signals = new JobSignals(waits, continued);
    updates = new JobUpdates(signals, display);
    steps = new JobSteps(waits, signals, display, continued);
    report = Optional.ofNullable(continued.report());
    outage = Optional.ofNullable(continued.outage());
    outages = continued.outages();
  }

  @Override
  public ChangeResult run(SessionJobRequest sameRequest) {
    return RequestedCancellation.run(reason -> signals.cancelled(), this::work, this::result);
  }

  @Override
  public void changed() {
    signals.changed();
  }

  @Override
  public void deletionRequested() {
    signals.deletionRequested();
  }

  @Override
  public void retryNow() {
    signals.retryNow();
  }

  @Override
  public void rollBack() {
    signals.rollBack();
  }

  @Override
  public void hold(@Nullable Object reason) {
    if (reason == null || reason instanceof String) {
      signals.hold((String) reason);
    } else {
      display.showIgnored("hold expects a text, but got " + reason);
    }
  }

  @Override
  public void resume() {
    signals.resume();
  }

  @Override
  public void useState(@Nullable Object path) {
    if (path instanceof String text && !text.isBlank()) {
      signals.useState(text);
    } else {
      display.showIgnored("useState expects a path, but got " + path);
    }
  }

  @Override
  public void leaveJob() {
    signals.leaveJob();
  }

  @Override
  public UpdateResult retryNowUpdate() {
    return updates.retryNow();
  }

  @Override
  public UpdateResult rollBackUpdate() {
    return updates.rollBack();
  }

  @Override
  public void checkRollBack() {
    updates.checkRollBack();
  }

  @Override
  public UpdateResult holdUpdate(@Nullable Object reason) {
    return updates.hold(requireNonNull(reason, "reason is null"));
  }

  @Override
  public void checkHold(@Nullable Object reason) {
    updates.checkHold(reason);
  }

  @Override
  public UpdateResult resumeUpdate() {
    return updates.resume();
  }

  @Override
  public void checkResume() {
    updates.checkResume();
  }

  @Override
  public UpdateResult useStateUpdate(@Nullable Object path) {
    return updates.useState(requireNonNull(path, "path is null"));
  }

  @Override
  public void checkUseState(@Nullable Object path) {
    updates.checkUseState(path);
  }

  @Override
  public UpdateResult leaveJobUpdate() {
    return updates.leaveJob();
  }

  @Override
  public void checkLeaveJob() {
    updates.checkLeaveJob();
  }

  @Override
  public JobProgress progress() {
    return display.progress();
  }

  private void work() {
    while (!isAtEnd()) {
      continueAsNewIfLong();
      signals.reset();
      step();
    }
    updates.finish(result());
  }

  /** A change that came with the end of a run begins another look, since no run would follow. */
  private boolean isAtEnd() {
    return steps
        .end()
        .map(end -> end.outcome().resourceIsGone() || !signals.isClaimOutdated())
        .orElse(false);
  }

  private ChangeResult result() {
    return ChangeResult.of(display.progress(), steps.end().orElseThrow(), steps.steps());
  }

  private void step() {
    var asked = WorkflowClock.now();
    Optional<JobClaim> claim;
    try {
      claim = claim();
    } catch (ActivityFailure failure) {
      // A look is old after an outage. The other reports are of what has happened.
      report = report.filter(it -> !(it instanceof JobLook));
      waitAfter(Outage.of(failure));
      return;
    }
    try {
      claim.ifPresent(it -> report = steps.carryOut(it.decision(), asked));
      outages = 0;
    } catch (ActivityFailure failure) {
      var known = Outage.of(failure);
      outage = Optional.of(new JobOutage(known.reason().orElse(null), known.message()));
      waitAfter(known);
    }
  }

  /**
   * Reads the resource and its next step; empty after a person's request, which ends the tries to
   * read a resource that cannot be read. What Flink has answered is passed on until it is read.
   *
   * <p>An end that a request of this change has led to is in the history at once: a repeated task
   * would apply the request to the change that follows.
   */
  private Optional<JobClaim> claim() {
    var current =
        new JobClaimRequest(
            request.job(), report.orElse(null), signals.requests(), outage.orElse(null));
    var claim =
        LocalFirst.callUnlessRequested(
            waits,
            SessionJobActivities.class,
            "Read the resource and its cluster",
            signals.belongToChange() ? InHistory.FIRST : InHistory.WITH_ITS_RESULT,
            activities -> activities.claim(current));
    claim.ifPresent(
        read -> {
          signals.claimed(current.requests());
          report = Optional.empty();
          outage = Optional.empty();
          display.show(read.progress());
        });
    return claim;
  }

  /** Waits after an outage that outlasted the activity's own retries (R8). */
  private void waitAfter(Outage outage) {
    outages++;
    var wait = Backoff.OUTAGES.after(outages);
    display.showWait(outage.message(), wait);
    waits.pause(wait, "Wait before retrying: " + outage.message());
  }

  private void continueAsNewIfLong() {
    if (signals.isCancelled()) {
      return; // Temporal would end the run instead, and the request would be lost.
    }
    if (LongHistory.reached()) {
      updates.finish(); // Signals may come meanwhile, and belong to the state.
      var state =
          new ContinuedState(
              signals.requests(),
              signals.isBeingDeleted(),
              outages,
              steps.steps(),
              report.orElse(null),
              outage.orElse(null));
      Workflow.continueAsNew(new SessionJobRequest(request.job(), state));
    }
  }
}
