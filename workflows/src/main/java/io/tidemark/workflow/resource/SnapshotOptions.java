package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * The limits and wishes of a resource's spec and annotations.
 *
 * @param backoffLimit number of retries after the first attempt; -1 for no limit (R7)
 * @param startDeadline limit for one wait for the job; zero for no limit (R10)
 * @param disposalDeadline limit for a deletion, after which the data is kept; zero for no limit
 *     (R15)
 * @param disposeOnDelete whether the savepoint is disposed of with the resource; never for
 *     checkpoints
 * @param attempt the limits for an attempt in progress (R25)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotOptions(
    int backoffLimit,
    Duration startDeadline,
    Duration disposalDeadline,
    boolean disposeOnDelete,
    AttemptLimits attempt) {
  public SnapshotOptions {
    startDeadline = startDeadline == null ? Duration.ZERO : startDeadline;
    disposalDeadline = disposalDeadline == null ? Duration.ZERO : disposalDeadline;
    attempt = attempt == null ? AttemptLimits.NONE : attempt;
  }
}
