package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a session job's workflow: of one change.
 *
 * @param outcome the outcome
 * @param from the id of the job before the change; null without one
 * @param to the id of the last submission's job; null without one
 * @param generation the generation that the change led to; 0 if the resource was not found
 * @param path the state that the job started from, or that its stop has left; null without one
 * @param downtime the time from the end of the stop until all tasks ran again; null unless the
 *     change stopped a job and one was ready afterwards
 * @param message one readable line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeResult(
    ChangeOutcome outcome,
    @Nullable String from,
    @Nullable String to,
    long generation,
    @Nullable String path,
    @Nullable Duration downtime,
    String message) {
  public ChangeResult {
    requireNonNull(outcome, "outcome is null");
    requireNonNull(message, "message is null");
  }

  static ChangeResult of(JobProgress progress, JobDecision.Done end, ChangeSteps steps) {
    return new ChangeResult(
        steps.outcome(end.outcome()),
        steps.stopped() == null ? progress.previousJobId() : steps.stopped(),
        steps.started() == null ? progress.jobId() : steps.started(),
        progress.generation(),
        end.path(),
        steps.downtime(),
        end.message());
  }

  /** Returns the result as one readable line. */
  public String line() {
    return outcome + ": " + message;
  }
}
