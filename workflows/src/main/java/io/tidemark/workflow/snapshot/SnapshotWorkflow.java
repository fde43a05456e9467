package io.tidemark.workflow.snapshot;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * One FlinkStateSnapshot resource, from its creation to its terminal state, and again from its
 * deletion to its end. The workflow's id is that of {@link
 * io.tidemark.workflow.model.SnapshotId#workflowId()} (W1). Cancelling it means {@link #abandon}
 * or, for a resource that is being deleted, {@link #skipDisposal} (W3).
 */
@WorkflowInterface
public interface SnapshotWorkflow {

  /** Works until the resource is terminal or gone. Ends at once if it is already. */
  @WorkflowMethod
  SnapshotResult run(SnapshotRequest request);

  /**
   * From the bridge: something changed that the workflow may be waiting for, the job resource or
   * the snapshot's spec.
   */
  @SignalMethod
  void changed();

  /** From the bridge: the resource is being deleted. */
  @SignalMethod
  void deletionRequested();

  /** Ends the wait under way: the next attempt, or the next look, is made now. */
  @SignalMethod
  void retryNow();

  /** Gives the snapshot up: ABANDONED with this reason, unless a result is known already. */
  @SignalMethod
  void abandon(@Nullable String reason);

  /** Lets a deleted resource go without disposing of its savepoint, whose path is named. */
  @SignalMethod
  void skipDisposal();

  /** What the workflow is doing. */
  @QueryMethod
  SnapshotProgress progress();
}
