package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How often a snapshot has restarted its job: a failed savepoint can, and one that always does must
 * not be tried for ever (R23).
 *
 * @param inARow attempts in a row in which the job restarted
 * @param limit with so many, no further attempt is made; 0 for no limit
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobRestarts(int inARow, int limit) {
  /** Nothing is known of restarts, as in histories of before they were counted. */
  public static final JobRestarts NONE = new JobRestarts(0, 0);

  /** The same limit with another count. */
  public JobRestarts inARow(int count) {
    return new JobRestarts(count, limit);
  }

  /** The count after one attempt more. */
  public JobRestarts after(boolean restarted) {
    return inARow(restarted ? inARow + 1 : 0);
  }

  /** Whether no further attempt is to be made. */
  public boolean exhausted() {
    return limit > 0 && inARow >= limit;
  }
}
