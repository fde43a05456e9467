package io.tidemark.workflow.periodic;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.model.PeriodicSnapshots;

/** One due time of a job's schedule (T2, T5). Started by Temporal, by hand, or by a backfill. */
@WorkflowInterface
public interface PeriodicSnapshotWorkflow {

  /** Creates the snapshot that is due now, or skips it and says why. */
  @WorkflowMethod
  PeriodicSnapshotResult run(PeriodicSnapshots snapshots);
}
