package io.tidemark.workflow.flink;

import io.temporal.activity.ActivityInterface;

/**
 * What workflows ask of Flink. What Flink answers is a returned value, a failed snapshot too; a
 * call whose outcome is not known throws an {@link io.temporal.failure.ApplicationFailure} whose
 * type is a {@link FlinkErrorCategory}, and may be repeated with the same record.
 */
@ActivityInterface
public interface FlinkActivities {

  /**
   * Triggers the attempt if the job is ready. Idempotent by the trigger id; a repeat asks for the
   * id before it sends.
   */
  TriggerResult trigger(SnapshotTrigger trigger);

  /** Waits until all tasks of the job run, or the job has ended. Polls and heartbeats. */
  JobReadiness awaitReady(FlinkJob job);

  /** Polls the attempt to its end, or until the patience is over; heartbeats. */
  SnapshotOutcome awaitOutcome(OutcomeRequest request);

  /**
   * Reads a completed checkpoint's path from the job's checkpoint history. Throws {@link
   * FlinkErrorCategory#CHECKPOINT_NOT_LISTED} while Flink's statistics do not show it (R12).
   */
  CheckpointPathResult checkpointPath(CheckpointPathRequest request);

  /** Reads which savepoints the job took since a time, by its checkpoint history (R18). */
  SavepointSearchResult savepointsSince(SavepointSearchRequest search);

  /**
   * Whether the job has restarted since a time. Polls and heartbeats until it has, or for as long
   * as Flink's view of its jobs may be old (R23).
   */
  RestartCheckResult restartedSince(RestartCheckRequest question);

  /**
   * Disposes of a savepoint and polls the disposal to its end; heartbeats. Disposing twice is safe.
   */
  DisposalResult dispose(DisposalRequest request);
}
