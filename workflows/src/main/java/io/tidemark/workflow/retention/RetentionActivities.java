package io.tidemark.workflow.retention;

import io.temporal.activity.ActivityInterface;

/**
 * The activities of the history cleanup on Kubernetes. They read settings and snapshots themselves,
 * so that neither these nor secrets in them enter workflow histories.
 */
@ActivityInterface
public interface RetentionActivities {

  /**
   * Decides by {@link RetentionPlan} which snapshots of the next jobs are to be deleted: of running
   * jobs whose cleanup is on, and of jobs that are gone or suspended and have snapshots whose own
   * age is reached (H1). If the request names a job, it is that one in any state. Deletes nothing;
   * publishes an event for each setting that cannot be read. A job that cannot be planned is in the
   * page with its problem. Fails without retries if the namespace is not watched.
   */
  CleanupPage planCleanup(CleanupPageRequest request);

  /**
   * Deletes the snapshots that were planned and, by their current state, are still to be deleted.
   * Each delete is conditional on the snapshot being unchanged (H5): a conflict throws, and the
   * retry decides again. A snapshot that does not exist any more is success. Publishes one event on
   * the job that names what was deleted.
   */
  JobCleanupResult carryOutCleanup(CleanupRunRequest request);

  /**
   * Decides again on an entry of a legacy history that was planned to be deleted, on the current
   * resources, and names the disposal if it may be done now (H6, R19). Publishes an event for a
   * savepoint that must not be disposed of.
   */
  EntryClaim claimEntry(EntryClaimRequest request);

  /**
   * Records the end of a disposal: removes the entry if its savepoint is gone, unless another
   * writer has changed the job, else publishes an event (H6). An entry that is not there any more
   * is success. Returns the outcome.
   */
  EntryDecision recordEntry(EntryRecordRequest request);
}
