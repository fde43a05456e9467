package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.JobStates;
import org.jspecify.annotations.Nullable;

/**
 * A job that Flink knows, with what its statistics say of its state.
 *
 * @param state Flink's job state, such as RUNNING
 * @param ready whether all its tasks run or have finished, and one runs
 * @param restored the path that it was restored from; null without one
 * @param ownCheckpoint whether it has completed a checkpoint or savepoint of its own
 * @param newestState the path of the highest numbered of completed, savepoint and restored that is
 *     not discarded; null without one (U6)
 * @param keepsCheckpoints whether its checkpoints survive a cancel (J15); null if Flink does not
 *     say
 * @param savepointRunning whether a savepoint is in progress
 * @param failure the reason of a failed job, in one readable line; null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownJob(
    String state,
    boolean ready,
    @Nullable String restored,
    boolean ownCheckpoint,
    @Nullable String newestState,
    @Nullable Boolean keepsCheckpoints,
    boolean savepointRunning,
    @Nullable String failure) {
  public KnownJob {
    requireNonNull(state, "state is null");
  }

  /** Returns whether the job has ended and will not run again under its id. */
  public boolean ended() {
    return JobStates.ended(state);
  }
}
