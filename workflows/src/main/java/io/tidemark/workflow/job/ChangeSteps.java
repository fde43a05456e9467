package io.tidemark.workflow.job;

import static io.tidemark.workflow.job.ChangeOutcome.ROLLED_BACK;
import static io.tidemark.workflow.job.ChangeOutcome.STARTED;
import static io.tidemark.workflow.job.ChangeOutcome.SUSPENDED;
import static io.tidemark.workflow.job.ChangeOutcome.UNCHANGED;
import static io.tidemark.workflow.job.ChangeOutcome.UPGRADED;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The effects that a change has had at Flink so far, for its result. No step is decided by them,
 * since they are not known to a run that takes over.
 *
 * @param stopped the id of the first job that was stopped or cancelled; null without one
 * @param started the id of the last job that was submitted; null without one
 * @param rolledBack whether that job has the last stable spec
 * @param downSince the time of the first stop after which no job was ready; null if one is
 * @param downtime the time without a ready job after stops; null before one is ready again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeSteps(
    @Nullable String stopped,
    @Nullable String started,
    boolean rolledBack,
    @Nullable Instant downSince,
    @Nullable Duration downtime) {
  /** Nothing was done. */
  static final ChangeSteps NONE = new ChangeSteps(null, null, false, null, null);

  /** Returns the steps with the end of a job. */
  ChangeSteps stopped(String jobId, Instant now) {
    return new ChangeSteps(
        stopped == null ? jobId : stopped,
        started,
        rolledBack,
        downSince == null ? now : downSince,
        downtime);
  }

  /** Returns the steps with a job that Flink has taken. */
  ChangeSteps started(String jobId, boolean withLastStableSpec) {
    return new ChangeSteps(stopped, jobId, withLastStableSpec, downSince, downtime);
  }

  /** Returns the steps with a job whose tasks run. */
  ChangeSteps ready(Instant now) {
    if (downSince == null) {
      return this;
    }
    var down = Duration.between(downSince, now);
    return new ChangeSteps(
        stopped, started, rolledBack, null, downtime == null ? down : downtime.plus(down));
  }

  /**
   * Returns the outcome of the change. A claim that is repeated after its last write finds nothing
   * left to do; then the outcome follows from the steps.
   */
  ChangeOutcome outcome(ChangeOutcome claimed) {
    if (claimed != UNCHANGED) {
      return claimed;
    }
    if (started == null) {
      return stopped == null ? UNCHANGED : SUSPENDED;
    }
    if (rolledBack) {
      return ROLLED_BACK;
    }
    return stopped == null ? STARTED : UPGRADED;
  }
}
