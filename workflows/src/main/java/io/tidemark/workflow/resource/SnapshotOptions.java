package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * What a resource asks for beyond the snapshot itself.
 *
 * @param backoffLimit how many retries follow the first attempt; -1 for no limit (R7)
 * @param startDeadline how long one wait for the job may last; zero for no limit (R10)
 * @param disposalDeadline how long a deletion may take before the data is left; zero for no limit
 *     (R15)
 * @param disposeOnDelete whether the savepoint is disposed of with the resource; never for
 *     checkpoints
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotOptions(
    int backoffLimit, Duration startDeadline, Duration disposalDeadline, boolean disposeOnDelete) {
  public SnapshotOptions {
    startDeadline = startDeadline == null ? Duration.ZERO : startDeadline;
    disposalDeadline = disposalDeadline == null ? Duration.ZERO : disposalDeadline;
  }
}
