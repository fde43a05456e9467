package io.tidemark.workflow.job;

import io.temporal.activity.ActivityInterface;

/** Reads and writes a FlinkSessionJob resource for its workflow. */
@ActivityInterface(namePrefix = "Job")
public interface SessionJobActivities {

  /**
   * Reads the resource and its cluster, writes what has to be on the resource before the next step,
   * and returns that step. Each write is conditional on the version that was read, so the method
   * may be repeated with the same record; a conflict is decided again. An API server that cannot be
   * reached fails it.
   */
  JobClaim claim(JobClaimRequest request);
}
