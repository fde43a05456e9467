package io.tidemark.workflow.snapshot;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.execution.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * The life of one FlinkStateSnapshot resource, from its creation to its terminal state, and again
 * from its deletion request to its end. The workflow's id is {@link
 * io.tidemark.workflow.model.SnapshotId#workflowId()} (W1). Cancelling it means {@link #abandon}
 * or, for a resource that is being deleted, {@link #skipDisposal} (W3).
 */
@WorkflowInterface
public interface SnapshotWorkflow {

  /** Runs until the resource is terminal or gone; ends at once if it is already. */
  @WorkflowMethod
  SnapshotResult run(SnapshotRequest request);

  /**
   * Reports a change that the workflow may be waiting for, of the job resource or of the snapshot's
   * spec. The bridge sends it.
   */
  @SignalMethod
  void changed();

  /** Reports that the resource is being deleted. The bridge sends it. */
  @SignalMethod
  void deletionRequested();

  /** Ends the current wait, so that the next attempt or check is made now. */
  @SignalMethod
  void retryNow();

  /**
   * Gives the snapshot up: ABANDONED with this reason, unless a result is known already.
   *
   * @param reason a text, or null; the query {@code progress} shows that anything else was ignored
   */
  @SignalMethod
  void abandon(@Nullable Object reason);

  /**
   * Lets the deletion of a resource complete without disposing of its savepoint, whose path an
   * event names.
   */
  @SignalMethod
  void skipDisposal();

  /** Does the same as {@link #retryNow} and answers which wait has ended (W6). */
  @UpdateMethod(name = "retryNow")
  UpdateResult retryNowUpdate();

  @UpdateValidatorMethod(updateName = "retryNow")
  void checkRetryNow();

  /**
   * Does the same as {@link #abandon} and answers how the snapshot ended (W6).
   *
   * @param reason a text; anything else is refused
   */
  @UpdateMethod(name = "abandon")
  UpdateResult abandonUpdate(@Nullable Object reason);

  @UpdateValidatorMethod(updateName = "abandon")
  void checkAbandon(@Nullable Object reason);

  /** Does the same as {@link #skipDisposal} and answers how the deletion ended (W6). */
  @UpdateMethod(name = "skipDisposal")
  UpdateResult skipDisposalUpdate();

  @UpdateValidatorMethod(updateName = "skipDisposal")
  void checkSkipDisposal();

  /** Returns the current activity of the workflow. */
  @QueryMethod
  SnapshotProgress progress();
}
