package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The end of one try to stop a job with a savepoint (U1).
 *
 * @param triggerId the id of the try
 * @param outcome its outcome
 * @param path the savepoint; null unless there is one
 * @param message Flink's reason, in one readable line; null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StopResult(
    String triggerId, Outcome outcome, @Nullable String path, @Nullable String message)
    implements FlinkReport {

  /** The outcomes of a stop. */
  public enum Outcome {
    /** The savepoint is complete, and the job has ended. */
    STOPPED,
    /** The savepoint is complete, and the job failed while it stopped (J12). */
    STOPPED_WITH_FAILURE,
    /** There is no savepoint, and the job runs on or restarts: another try is possible. */
    FAILED,
    /** The job has ended without this stop's savepoint. */
    ENDED_WITHOUT
  }

  public StopResult {
    requireNonNull(triggerId, "triggerId is null");
    requireNonNull(outcome, "outcome is null");
  }
}
