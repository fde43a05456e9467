package io.tidemark.kubernetes.job;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobClaim;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.job.JobProgress;
import io.tidemark.workflow.job.SessionJobActivities;

/**
 * Ends workflows of session jobs in the mode companion, without a read or a write: those that are
 * left from the mode standalone, and those that a user has started by hand (M1).
 */
public final class CompanionSessionJobActivities implements SessionJobActivities {
  private static final String REASON =
      "Tidemark runs in the mode companion, in which the reference operator runs the jobs; nothing was changed.";

  @Override
  public JobClaim claim(JobClaimRequest request) {
    return new JobClaim(
        JobProgress.without(JobPhase.DONE, REASON),
        new JobDecision.Done(ChangeOutcome.UNCHANGED, null, REASON));
  }
}
