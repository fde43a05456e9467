package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limit for snapshots whose job is gone or suspended, in place of the job's limits on age and
 * number (H1).
 *
 * @param job the state of the job
 * @param age the age at which snapshots without a ttl are deleted; null for never
 */
public record OrphanLimit(Job job, @Nullable Duration age) {
  /** The states of a job that takes no snapshots. */
  public enum Job {
    GONE("its job does not exist"),
    SUSPENDED("its job is suspended");

    private final String description;

    Job(String description) {
      this.description = description;
    }
  }

  public OrphanLimit {
    requireNonNull(job, "job is null");
  }

  /**
   * Returns whether an expired ttl ends also the newest completed snapshot. A job that is
   * suspended, or gone for the moment in which it is created again, may start from it.
   */
  boolean ttlEndsNewest() {
    return job == Job.GONE;
  }

  String description() {
    return job.description;
  }
}
