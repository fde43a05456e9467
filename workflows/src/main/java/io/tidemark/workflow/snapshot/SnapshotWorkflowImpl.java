package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.execution.WorkflowClock;
import io.tidemark.workflow.model.Backoff;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a snapshot: read the resource, do the one thing that it needs next, until nothing is
 * left to do. What this class and its parts remember is a cache of the resource; another run goes
 * on from the resource alone.
 */
public final class SnapshotWorkflowImpl implements SnapshotWorkflow {
  /** Some two hundred attempts; servers end a history at 50,000 events. */
  private static final int LONG_HISTORY = 2_000;

  private final SnapshotRequest request;
  private final ActivityCalls calls = new ActivityCalls();
  private final ProgressDisplay display = new ProgressDisplay();
  private final InterruptibleWait waits = new InterruptibleWait();
  private final StatusRecorder recorder = new StatusRecorder(calls, display);
  private final StartWait startWait;
  private final FailedAttempt failed = new FailedAttempt(calls, recorder, display, waits);
  private final SnapshotAttempt attempt;
  private final SnapshotAbandonment abandonment;
  private final SnapshotDeletion deletion;

  private Optional<SnapshotResult> result = Optional.empty();
  private boolean deletionSeen;
  private boolean skipDisposal;
  private @Nullable String abandonReason;
  private int outages;

  /** Called by the worker before it delivers signals. */
  @WorkflowInit
  public SnapshotWorkflowImpl(SnapshotRequest request) {
    this.request = request;
    var carried = request.carriedOrNothing();
    startWait = new StartWait(calls, recorder, display, waits, carried);
    attempt = new SnapshotAttempt(calls, recorder, display, startWait, failed, waits);
    abandonment = new SnapshotAbandonment(calls, recorder, attempt);
    deletion = new SnapshotDeletion(calls, display, waits, carried);
    skipDisposal = carried.skipDisposal();
    abandonReason = carried.abandonReason();
    outages = carried.outages();
  }

  /**
   * A cancellation is a wish like a signal, so the work itself runs where it cannot be cancelled
   * (W3).
   */
  @Override
  public SnapshotResult run(SnapshotRequest sameRequest) {
    CancellationScope.current().getCancellationRequest().thenApply(this::cancelled);
    Workflow.newDetachedCancellationScope(this::work).run();
    return result.orElseThrow();
  }

  @Override
  public void changed() {
    waits.changed();
  }

  @Override
  public void deletionRequested() {
    deletionSeen = true;
    waits.urge();
  }

  @Override
  public void retryNow() {
    waits.urge();
  }

  @Override
  public void abandon(@Nullable String reason) {
    abandonReason = reason == null || reason.isBlank() ? "abandoned by signal" : reason;
    waits.urge();
  }

  @Override
  public void skipDisposal() {
    skipDisposal = true;
    waits.urge();
  }

  @Override
  public SnapshotProgress progress() {
    return display.progress();
  }

  private void work() {
    while (result.isEmpty() || (deletionSeen && !deletion.done())) {
      continueAsNewIfLong();
      deletionSeen = false;
      waits.reset();
      result = step();
    }
  }

  private Optional<SnapshotResult> step() {
    Optional<SnapshotView> view = Optional.empty();
    try {
      var claim = calls.claim(new ClaimRequest(request.snapshot()));
      view = Optional.ofNullable(claim.view());
      var done = act(claim);
      outages = 0;
      return done;
    } catch (ActivityFailure failure) {
      sitOut(view, Outage.of(failure));
      return Optional.empty();
    }
  }

  private Optional<SnapshotResult> act(Claim claim) {
    calls.hurry(claim.endingNamespace());
    try {
      return carryOut(claim);
    } catch (ActivityFailure failure) {
      var outage = Outage.of(failure);
      if (!claim.endingNamespace() || outage.reason().isEmpty()) {
        throw failure;
      }
      return deletion.retainUnreachable(claim, outage.message());
    }
  }

  private Optional<SnapshotResult> carryOut(Claim claim) {
    if (deletion.toBeGivenUp(claim, skipDisposal)) {
      return deletion.retain(claim, skipDisposal);
    }
    if (abandonReason != null && SnapshotAbandonment.applies(claim)) {
      return abandonment.request(claim, abandonReason);
    }
    return switch (claim.decision()) {
      case GONE -> Optional.of(new SnapshotResult("GONE", null, claim.reason()));
      case SETTLED -> Optional.of(settled(claim.requireView()));
      case RESTART -> restarted(claim.requireView());
      case REFUSED -> refused(claim.requireView(), claim.reason());
      case INVALID -> startWait.forCorrection(claim.requireView(), claim.reason());
      case WAIT -> startWait.forJob(claim.requireView(), claim.reason());
      case ABANDON -> recorder.abandon(claim.requireView(), claim.reason());
      case IMPORT -> recorder.end(imported(claim.requireView()));
      case ATTEMPT -> attempt.run(claim.requireView(), claim.requireTrigger());
      case LAST_LOOK -> abandonment.lastLook(claim);
      case DISPOSE -> deletion.dispose(claim);
      case RETAIN -> deletion.retain(claim, true);
      case RELEASE -> deletion.release(claim);
    };
  }

  private Optional<SnapshotResult> refused(SnapshotView view, String reason) {
    return failed.refused(view, SnapshotType.SAVEPOINT, reason, WorkflowClock.now());
  }

  private Optional<SnapshotResult> restarted(SnapshotView view) {
    var unused = recorder.write(view, StatusChange.restarted(view));
    return Optional.empty();
  }

  /** What Temporal's users see of this id is its latest run, so it tells the same as the first. */
  private SnapshotResult settled(SnapshotView view) {
    display.showEnd(view);
    return new SnapshotResult(view.state().name(), view.path(), view.error());
  }

  private static StatusChange imported(SnapshotView view) {
    return StatusChange.completed(view, view.path(), WorkflowClock.now());
  }

  private String cancelled(String reason) {
    if (deletion.begun()) {
      skipDisposal();
    } else {
      abandon("the workflow was cancelled" + (reason.isBlank() ? "" : ": " + reason));
    }
    return reason;
  }

  /** Shows what is wrong and wait, for an outage that outlasted the activity's own retries (R8). */
  private void sitOut(Optional<SnapshotView> view, Outage outage) {
    outages++;
    var wait = Backoff.OUTAGES.after(outages);
    view.ifPresent(seen -> show(seen, outage));
    view.ifPresent(seen -> display.showWait(seen, outage.message(), wait));
    waits.pause(wait, "Wait after: " + outage.message());
  }

  /** What is not Flink's doing, such as our own restart, is not shown on the resource. */
  private void show(SnapshotView view, Outage outage) {
    if (outage.reason().isEmpty() || view.state().terminal()) {
      return;
    }
    EventReason reason = outage.reason().get();
    var event = new ResourceEvent(reason, outage.message(), reason.word());
    try {
      recorder.write(view, StatusChange.troubled(view, outage.message()).announcing(event));
    } catch (ActivityFailure failure) {
      display.show(view, "Neither Flink nor the API server can be reached: " + outage.message());
    }
  }

  private void continueAsNewIfLong() {
    var info = Workflow.getInfo();
    if (info.isContinueAsNewSuggested() || info.getHistoryLength() > LONG_HISTORY) {
      var carried =
          new ContinuedState(
              abandonReason,
              skipDisposal,
              startWait.since(),
              startWait.announced(),
              deletion.failures(),
              outages);
      Workflow.continueAsNew(request.carrying(carried));
    }
  }
}
