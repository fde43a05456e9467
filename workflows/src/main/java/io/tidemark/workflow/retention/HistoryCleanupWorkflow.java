package io.tidemark.workflow.retention;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the snapshots that the history of running jobs need not keep. Started by the schedule
 * {@code history-cleanup} (H1), or by anybody, for one namespace or job, or to see what it would
 * delete.
 */
@WorkflowInterface
public interface HistoryCleanupWorkflow {

  /** Cleans up once; without a request, all watched jobs. */
  @WorkflowMethod
  HistoryCleanupResult run(@Nullable HistoryCleanupRequest request);
}
