package io.tidemark.workflow.retention;

import io.temporal.activity.ActivityInterface;

/**
 * What the cleanup of history asks of Kubernetes. Facts and settings are read where they are, so
 * that neither they nor anything secret among them goes through histories.
 */
@ActivityInterface
public interface RetentionActivities {

  /**
   * The jobs to clean up: running ones for which the cleanup is on (H1) or, if the request names
   * one, that one whatever its state. A namespace that is not served, and a name that no job has,
   * fail for good.
   */
  CleanupJobs cleanupJobs(HistoryCleanupRequest request);

  /**
   * Decides by {@link RetentionPlan} what is to be deleted of a job. Deletes nothing; what cannot
   * be read of the settings is published as an event.
   */
  JobCleanupResult planCleanup(CleanupPlanRequest question);

  /**
   * Deletes what was planned and, by what is there now, is still to be deleted, each on the
   * condition that it has not changed (H5); a conflict throws, and the retry decides anew. What is
   * gone already is success. One event on the job tells what was deleted.
   */
  JobCleanupResult carryOutCleanup(CleanupRunRequest order);
}
