package io.tidemark.workflow.retention;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Deletes old snapshots of running jobs. The schedule {@code history-cleanup} starts it (H1), and
 * so can a user, for one namespace or job, or as a dry run.
 */
@WorkflowInterface
public interface HistoryCleanupWorkflow {

  /** Cleans up once; a null request stands for all watched jobs. */
  @WorkflowMethod
  HistoryCleanupResult run(@Nullable HistoryCleanupRequest request);
}
