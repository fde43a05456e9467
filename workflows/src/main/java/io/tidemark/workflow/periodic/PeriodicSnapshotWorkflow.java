package io.tidemark.workflow.periodic;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.model.PeriodicSnapshots;

/** Handles one due time of a schedule; started by Temporal, a user or a backfill (T2, T5). */
@WorkflowInterface
public interface PeriodicSnapshotWorkflow {

  /** Creates the snapshot that is due, or skips it with a reason. */
  @WorkflowMethod
  PeriodicSnapshotResult run(PeriodicSnapshots snapshots);
}
