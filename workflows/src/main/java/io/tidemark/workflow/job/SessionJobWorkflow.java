package io.tidemark.workflow.job;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.tidemark.workflow.execution.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * One change of a FlinkSessionJob: from the job that runs to the one that its spec asks for. The
 * workflow's id is {@link io.tidemark.workflow.model.SessionJobId#workflowId()}, so no two changes
 * of a resource run at once (U5). Cancelling it gives the change up where that loses nothing.
 */
@WorkflowInterface
public interface SessionJobWorkflow {

  /** Runs until spec and cluster agree, or the resource is gone; ends at once if they do. */
  @WorkflowMethod
  ChangeResult run(SessionJobRequest request);

  /**
   * Reports a change of the resource, its cluster or its job that the workflow may be waiting for.
   * The bridge sends it.
   */
  @SignalMethod
  void changed();

  /** Reports that the resource is being deleted. The bridge sends it. */
  @SignalMethod
  void deletionRequested();

  /** Ends the current wait, so that the resource is read again now. */
  @SignalMethod
  void retryNow();

  /** Starts the last stable spec again instead of the current change (U7). */
  @SignalMethod
  void rollBack();

  /**
   * Stops the change before its next irreversible step, until {@link #resume}.
   *
   * @param reason a text, or null; the query {@code progress} shows that anything else was ignored
   */
  @SignalMethod
  void hold(@Nullable Object reason);

  /** Ends {@link #hold}. */
  @SignalMethod
  void resume();

  /**
   * Lets a change that is held because no state is known start from this path (U6).
   *
   * @param path a text; the query {@code progress} shows that anything else was ignored
   */
  @SignalMethod
  void useState(@Nullable Object path);

  /** Lets a deleted resource go while its job may still run (U9). */
  @SignalMethod
  void leaveJob();

  /** Does the same as {@link #retryNow} and answers which wait has ended (W6). */
  @UpdateMethod(name = "retryNow")
  UpdateResult retryNowUpdate();

  /** Does the same as {@link #rollBack} and answers what is done then (W6). */
  @UpdateMethod(name = "rollBack")
  UpdateResult rollBackUpdate();

  @UpdateValidatorMethod(updateName = "rollBack")
  void checkRollBack();

  /**
   * Does the same as {@link #hold} and answers what is done then (W6).
   *
   * @param reason a text; anything else is refused
   */
  @UpdateMethod(name = "hold")
  UpdateResult holdUpdate(@Nullable Object reason);

  @UpdateValidatorMethod(updateName = "hold")
  void checkHold(@Nullable Object reason);

  /** Does the same as {@link #resume} and answers what is done then (W6). */
  @UpdateMethod(name = "resume")
  UpdateResult resumeUpdate();

  @UpdateValidatorMethod(updateName = "resume")
  void checkResume();

  /**
   * Does the same as {@link #useState} and answers what is done then (W6).
   *
   * @param path a text; anything else is refused
   */
  @UpdateMethod(name = "useState")
  UpdateResult useStateUpdate(@Nullable Object path);

  @UpdateValidatorMethod(updateName = "useState")
  void checkUseState(@Nullable Object path);

  /** Does the same as {@link #leaveJob} and answers how the deletion ended (W6). */
  @UpdateMethod(name = "leaveJob")
  UpdateResult leaveJobUpdate();

  @UpdateValidatorMethod(updateName = "leaveJob")
  void checkLeaveJob();

  /** Returns the current activity of the workflow. */
  @QueryMethod
  JobProgress progress();
}
