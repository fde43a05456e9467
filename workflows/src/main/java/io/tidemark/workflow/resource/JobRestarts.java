package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The restarts of a job by the attempts of a snapshot. A failed savepoint can restart its job, and
 * one that does so each time must not be tried indefinitely (R23).
 *
 * @param inARow attempts in a row in which the job restarted
 * @param limit the number of attempts after which no other one follows; 0 for no limit
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobRestarts(int inARow, int limit) {
  /** No restarts and no limit. */
  public static final JobRestarts NONE = new JobRestarts(0, 0);

  /** Returns the same limit with another count. */
  public JobRestarts inARow(int count) {
    return new JobRestarts(count, limit);
  }

  /** Returns the restarts after one more attempt. */
  public JobRestarts after(boolean restarted) {
    return inARow(restarted ? inARow + 1 : 0);
  }

  /** Returns whether the limit is reached, so that no further attempt follows. */
  public boolean exhausted() {
    return limit > 0 && inARow >= limit;
  }
}
