package io.tidemark.workflow.resource;

import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;

/**
 * One method for each {@link ClaimDecision}.
 *
 * @param <T> the return type of the methods
 */
public interface ClaimCases<T> {
  T settled(SnapshotView view);

  T cleanUp(SnapshotView view, SnapshotTrigger late);

  T invalid(SnapshotView view, String error);

  T refused(SnapshotView view, String reason);

  T restart(SnapshotView view);

  T waitForJob(SnapshotView view, String reason);

  T lookAtCluster(SnapshotView view, FlinkJob job);

  T readDirectory(SnapshotView view, FlinkJob job);

  T jobEnded(SnapshotView view, String jobId, String reason);

  T abandon(SnapshotView view, String reason);

  T importExisting(SnapshotView view, String path);

  T attempt(SnapshotView view, SnapshotTrigger trigger);

  T lastLook(SnapshotView view, SnapshotTrigger trigger, String reason);

  T dispose(SnapshotView view, DisposalRequest disposal);

  T disposalBlocked(SnapshotView view, String reason);

  T retain(SnapshotView view, ClaimDecision.Retain retain);

  T release(SnapshotView view, ClaimDecision.Release release);
}
