package io.tidemark.workflow.snapshot;

import static java.util.Objects.requireNonNull;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.LongHistory;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.RequestedCancellation;
import io.tidemark.workflow.execution.UpdateResult;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the resource, runs the one step that it needs next, and repeats both until nothing is left
 * to do. All state of this class and its parts is a cache of the resource; another run can continue
 * from the resource alone.
 */
public final class SnapshotWorkflowImpl implements SnapshotWorkflow {
  private final SnapshotRequest request;
  private final InterruptibleWait waits = new InterruptibleWait();
  private final ActivityCalls calls = new ActivityCalls(waits);
  private final ProgressDisplay display = new ProgressDisplay();
  private final StatusRecorder recorder = new StatusRecorder(calls, display);
  private final SnapshotSignals signals;
  private final SnapshotUpdates updates;
  private final StartWait startWait;
  private final SlowAttempt slow;
  private final SnapshotAbandonment abandonment;
  private final SnapshotDeletion deletion;
  private final FlinkDirectory directory;
  private final ClaimExecution execution;

  private Next next = Next.LOOK_AGAIN;
  private int outages;

  /** In legacy mode, the uid of the first snapshot that the job carried; null before that. */
  private @Nullable String carried;

  private boolean replaced;

  /** Creates the workflow; the worker calls this before it delivers signals. */
  @WorkflowInit
  public SnapshotWorkflowImpl(SnapshotRequest request) {
    this.request = request;
    var continued = request.continuedState();
    signals = new SnapshotSignals(waits, continued);
    startWait = new StartWait(calls, recorder, display, waits, continued);
    var failed = new FailedAttempt(calls, recorder, display, waits);
    slow = new SlowAttempt(calls, continued);
    var attempt = new SnapshotAttempt(calls, recorder, display, startWait, slow, failed, waits);
    abandonment = new SnapshotAbandonment(calls, recorder, attempt, signals);
    deletion = new SnapshotDeletion(calls, display, waits, continued);
    directory = new FlinkDirectory(calls, startWait, deletion);
    updates = new SnapshotUpdates(signals, display, deletion);
    execution =
        new ClaimExecution(
            recorder, display, startWait, failed, attempt, abandonment, deletion, directory);
    outages = continued.outages();
    carried = continued.carried();
  }

  @Override
  public SnapshotResult run(SnapshotRequest sameRequest) {
    return RequestedCancellation.run(this::cancelled, this::work, this::result);
  }

  @Override
  public void changed() {
    signals.changed();
  }

  @Override
  public void deletionRequested() {
    signals.deletionRequested();
    deletion.requested();
  }

  @Override
  public void retryNow() {
    signals.retryNow();
  }

  @Override
  public void abandon(@Nullable Object reason) {
    if (reason == null || reason instanceof String) {
      signals.abandon((String) reason);
    } else {
      display.showIgnored("abandon expects a text, but got " + reason);
    }
  }

  @Override
  public void skipDisposal() {
    signals.skipDisposal();
  }

  @Override
  public UpdateResult retryNowUpdate() {
    return updates.retryNow();
  }

  @Override
  public void checkRetryNow() {
    updates.checkRetryNow();
  }

  @Override
  public UpdateResult abandonUpdate(@Nullable Object reason) {
    return updates.abandon(requireNonNull(reason, "reason is null"));
  }

  @Override
  public void checkAbandon(@Nullable Object reason) {
    updates.checkAbandon(reason);
  }

  @Override
  public UpdateResult skipDisposalUpdate() {
    return updates.skipDisposal();
  }

  @Override
  public void checkSkipDisposal() {
    updates.checkSkipDisposal();
  }

  @Override
  public SnapshotProgress progress() {
    return display.progress();
  }

  private SnapshotResult result() {
    return abandonment.resultAfter(((Next.Done) next).result());
  }

  private void work() {
    while (next.equals(Next.LOOK_AGAIN) || (signals.isDeletionRequested() && !deletion.done())) {
      continueAsNewIfLong();
      signals.reset();
      next = step();
    }
    updates.finish(result());
    continueWithNextOfJob();
  }

  /**
   * Continues with the next snapshot of a job in legacy mode, which may have been asked for while
   * this run was ending. It is another snapshot, so no state of this one goes with it (L3). After a
   * cancellation, the next sweep starts it.
   */
  private void continueWithNextOfJob() {
    var another = replaced || (request.legacy() != null && signals.isChanged());
    if (another && !signals.isCancelled()) {
      Workflow.continueAsNew(SnapshotRequest.of(request.snapshot()));
    }
  }

  private Next step() {
    Optional<SnapshotView> view = Optional.empty();
    try {
      var read =
          calls.claim(
              new ClaimRequest(request.snapshot(), startWait.clusterFirst(), directory.take()));
      if (read.isEmpty()) {
        return Next.LOOK_AGAIN;
      }
      var claim = Optional.ofNullable(read.get().claim());
      view = claim.map(Claim::view);
      var done = claim.map(this::executeUnlessReplaced).orElseGet(this::gone);
      outages = 0;
      return done;
    } catch (ActivityFailure failure) {
      waitAfterOutage(view, Outage.of(failure));
      return Next.LOOK_AGAIN;
    }
  }

  private Next gone() {
    return Next.done(SnapshotResult.gone(request.snapshot() + " no longer exists"));
  }

  /** Ends the run if the job carries another snapshot now: requests were about the first (L3). */
  private Next executeUnlessReplaced(Claim claim) {
    var uid = claim.view().snapshot().uid();
    if (request.legacy() != null && carried == null) {
      carried = uid;
    }
    replaced = carried != null && !carried.equals(uid);
    return replaced
        ? Next.done(SnapshotResult.gone(request.snapshot() + " has ended; the next one follows"))
        : execute(claim);
  }

  private Next execute(Claim claim) {
    var namespaceEnding = claim.view().namespaceEnding();
    calls.disableFlinkRetries(namespaceEnding);
    calls.giveUpAt(claim.view().disposalEnd());
    try {
      return executeAsRequested(claim);
    } catch (ActivityFailure failure) {
      var outage = Outage.of(failure);
      if (!namespaceEnding || outage.reason().isEmpty()) {
        throw failure;
      }
      return deletion.retainUnreachable(claim, outage.message());
    }
  }

  private Next executeAsRequested(Claim claim) {
    var skipped = signals.isDisposalSkipped() || signals.isCancelled();
    if (deletion.isGivenUp(claim, skipped)) {
      return deletion.retain(claim, skipped);
    }
    return signals
        .abandonReason()
        .or(() -> slow.overdue(claim.view()))
        .filter(reason -> SnapshotAbandonment.applies(claim))
        .map(reason -> abandonment.onRequest(claim, reason))
        .orElseGet(() -> claim.accept(execution));
  }

  private void cancelled(String reason) {
    signals.cancelled("the workflow was cancelled" + (reason.isBlank() ? "" : ": " + reason));
  }

  /** Records an outage that outlasted the activity's own retries, and waits (R8). */
  private void waitAfterOutage(Optional<SnapshotView> view, Outage outage) {
    outages++;
    var backoff = Backoff.OUTAGES.after(outages);
    var wait = view.map(resource -> deletion.untilDeadline(resource, backoff)).orElse(backoff);
    view.ifPresent(resource -> recordOutage(resource, outage));
    view.ifPresentOrElse(
        resource -> display.showWait(resource, outage.message(), wait),
        () -> display.showWait(outage.message(), wait));
    waits.pause(wait, "Wait before retrying: " + outage.message());
  }

  /**
   * Records an outage of Flink on the resource. A restart of Tidemark does not concern its user.
   */
  private void recordOutage(SnapshotView view, Outage outage) {
    if (outage.reason().isEmpty() || view.state().terminal()) {
      return;
    }
    EventReason reason = outage.reason().get();
    var event = new ResourceEvent(reason, outage.message(), reason.word());
    try {
      recorder.write(view, StatusChange.withError(view, outage.message()).withEvent(event));
    } catch (ActivityFailure failure) {
      display.show(view, "Cannot reach Flink or the Kubernetes API server: " + outage.message());
    }
  }

  private void continueAsNewIfLong() {
    if (signals.isCancelled()) {
      return; // Temporal would end the run instead, and the request would be lost.
    }
    if (LongHistory.reached()) {
      updates.finish(); // Signals may come meanwhile, and belong to the state.
      var state =
          new ContinuedState(
              signals.abandonReason().orElse(null),
              signals.isDisposalSkipped(),
              startWait.waitingSince(),
              startWait.announcedReason(),
              deletion.failures(),
              outages,
              slow.announced(),
              deletion.started(),
              carried);
      Workflow.continueAsNew(request.continuing(state));
    }
  }
}
