package io.tidemark.workflow.flink;

import io.temporal.activity.ActivityInterface;

/**
 * Calls Flink for workflows. Each answer of Flink is a returned value, that of a failed snapshot
 * too. A call whose outcome is not known throws an {@link io.temporal.failure.ApplicationFailure}
 * whose type is a {@link FlinkErrorCategory}, and may be repeated with the same record.
 */
@ActivityInterface
public interface FlinkActivities {

  /**
   * Triggers the attempt if the job is ready. Idempotent by the trigger id; a repeat queries the id
   * before it sends.
   */
  TriggerResult trigger(SnapshotTrigger trigger);

  /**
   * Waits until all tasks of the job run, or the job has ended. A job that its cluster does not
   * know is waited for. Polls and heartbeats.
   */
  JobReadiness awaitReady(FlinkJob job);

  /** Polls the attempt to its end, or until the patience is over; heartbeats. */
  SnapshotOutcome awaitOutcome(OutcomeRequest request);

  /**
   * Reads a completed checkpoint's path from the job's checkpoint history. A normal activity polls
   * and heartbeats for twice the age that the cluster's statistics can have (R12).
   */
  CheckpointPathResult checkpointPath(CheckpointPathRequest request);

  /** Reads the default savepoint directory from the configuration of the job's cluster (R4). */
  SavepointDirectoryResult savepointDirectory(FlinkJob job);

  /** Reads the savepoints that the job took since a time from its checkpoint history (R18). */
  SavepointSearchResult savepointsSince(SavepointSearchRequest request);

  /**
   * Checks whether the job has restarted since a time, or has ended. Polls and heartbeats until it
   * has, or until the change would show in Flink's job details, which can be a few seconds old
   * (R23).
   */
  RestartCheckResult restartedSince(RestartCheckRequest request);

  /**
   * Disposes of a savepoint, or continues a disposal that Flink has accepted. A normal activity
   * polls it to its end and heartbeats; a local one returns PENDING after a moment.
   */
  DisposalResult dispose(DisposalRequest request);
}
