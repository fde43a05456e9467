package io.tidemark.workflow.retention;

import io.temporal.activity.ActivityInterface;

/**
 * The activities of the history cleanup on Kubernetes. They read settings and snapshots themselves,
 * so that neither these nor secrets in them enter workflow histories.
 */
@ActivityInterface
public interface RetentionActivities {

  /**
   * Lists the jobs to clean up: running ones whose cleanup is on, and those that are gone or
   * suspended and have snapshots whose own age may be reached (H1). If the request names one, it is
   * that one in any state. Fails without retries if the namespace is not watched, or no job has the
   * name.
   */
  CleanupTargets cleanupJobs(HistoryCleanupRequest request);

  /**
   * Decides by {@link RetentionPlan} which snapshots of a job are to be deleted. Deletes nothing;
   * publishes an event for each setting that cannot be read.
   */
  JobCleanupResult planCleanup(CleanupPlanRequest request);

  /**
   * Deletes the snapshots that were planned and, by their current state, are still to be deleted.
   * Each delete is conditional on the snapshot being unchanged (H5): a conflict throws, and the
   * retry decides again. A snapshot that does not exist any more is success. Publishes one event on
   * the job that names what was deleted.
   */
  JobCleanupResult carryOutCleanup(CleanupRunRequest request);
}
