package io.tidemark.workflow;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One FlinkStateSnapshot resource, from its creation to its terminal state, and again from its
 * deletion to its end. The workflow's id is that of {@link
 * io.tidemark.workflow.snapshot.SnapshotId#workflowId()} (W1).
 */
@WorkflowInterface
public interface SnapshotWorkflow {

  /** Works until the resource is terminal or gone. Ends at once if it is already. */
  @WorkflowMethod
  SnapshotResult run(SnapshotRequest request);

  /**
   * Something changed that the workflow may be waiting for: the job resource or the snapshot's
   * spec.
   */
  @SignalMethod
  void changed();

  /** The resource is being deleted. */
  @SignalMethod
  void deletionRequested();

  /** What the workflow is doing. */
  @QueryMethod
  SnapshotProgress progress();
}
