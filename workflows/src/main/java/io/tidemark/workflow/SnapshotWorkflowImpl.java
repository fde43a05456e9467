package io.tidemark.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.resource.SnapshotView;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.snapshot.Backoff;
import io.tidemark.workflow.snapshot.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of a snapshot: read the resource, do the one thing that it needs next, until nothing is
 * left to do. What this class and its parts remember is a cache of the resource; another run goes
 * on from the resource alone.
 */
public final class SnapshotWorkflowImpl implements SnapshotWorkflow {
  private final SnapshotId snapshot;
  private final Steps steps = new Steps();
  private final Board board = new Board();
  private final Interruptible waits = new Interruptible();
  private final Ledger ledger = new Ledger(steps, board);
  private final StartWait startWait = new StartWait(steps, ledger, board, waits);
  private final SnapshotAttempt attempt =
      new SnapshotAttempt(steps, ledger, board, startWait, waits);
  private final Deletion deletion = new Deletion(steps, board, waits);

  private boolean deletionSeen;
  private int outages;

  /** Called by the worker before it delivers signals. */
  @WorkflowInit
  public SnapshotWorkflowImpl(SnapshotRequest request) {
    this.snapshot = request.snapshot();
  }

  @Override
  public SnapshotResult run(SnapshotRequest request) {
    Optional<SnapshotResult> result = Optional.empty();
    while (result.isEmpty() || (deletionSeen && !deletion.done())) {
      deletionSeen = false;
      waits.reset();
      result = step();
    }
    return result.get();
  }

  @Override
  public void changed() {
    waits.interrupt();
  }

  @Override
  public void deletionRequested() {
    deletionSeen = true;
    waits.interrupt();
  }

  @Override
  public SnapshotProgress progress() {
    return board.progress();
  }

  private Optional<SnapshotResult> step() {
    Claim claim = null;
    try {
      claim = steps.claim(new ClaimRequest(snapshot));
      var result = act(claim);
      outages = 0;
      return result;
    } catch (ActivityFailure failure) {
      Interruptible.rethrowIfCancelled(failure);
      sitOut(Optional.ofNullable(claim).map(Claim::view), Outage.of(failure));
      return Optional.empty();
    }
  }

  private Optional<SnapshotResult> act(Claim claim) {
    return switch (claim.decision()) {
      case GONE -> Optional.of(new SnapshotResult("GONE", null, claim.reason()));
      case SETTLED -> Optional.of(settled(claim.requireView()));
      case INVALID -> startWait.forCorrection(claim.requireView(), claim.reason());
      case WAIT -> startWait.forJob(claim.requireView(), claim.reason());
      case ABANDON -> startWait.abandon(claim.requireView(), claim.reason());
      case IMPORT -> ledger.end(imported(claim.requireView()));
      case ATTEMPT ->
          attempt.run(claim.requireView(), requireNonNull(claim.trigger(), "trigger is null"));
      case DISPOSE -> deletion.dispose(claim);
      case RELEASE -> deletion.release(claim.requireView(), claim.reason());
    };
  }

  private static SnapshotResult settled(SnapshotView view) {
    return new SnapshotResult(view.state().name(), view.path(), view.error());
  }

  private static StatusChange imported(SnapshotView view) {
    return StatusChange.completed(view, view.path(), now());
  }

  /**
   * Shows what is wrong and waits, for an outage that outlasted the activity's own retries (R8).
   */
  private void sitOut(Optional<SnapshotView> view, Outage outage) {
    outages++;
    var wait = Backoff.OUTAGES.after(outages);
    view.ifPresent(
        seen -> {
          outage.reason().ifPresent(reason -> show(seen, reason, outage.message()));
          board.showWait(seen, outage.message(), wait);
        });
    waits.pause(wait, "Wait after: " + outage.message());
  }

  private void show(SnapshotView view, EventReason reason, String message) {
    var event = new ResourceEvent(reason, message, reason.word());
    try {
      ledger.write(view, StatusChange.troubled(view, message).announcing(event));
    } catch (ActivityFailure failure) {
      Interruptible.rethrowIfCancelled(failure);
    }
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
