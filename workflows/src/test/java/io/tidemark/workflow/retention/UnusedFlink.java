package io.tidemark.workflow.retention;

import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.JobReadiness;
import io.tidemark.workflow.flink.OutcomeRequest;
import io.tidemark.workflow.flink.RestartCheckRequest;
import io.tidemark.workflow.flink.RestartCheckResult;
import io.tidemark.workflow.flink.SavepointSearchRequest;
import io.tidemark.workflow.flink.SavepointSearchResult;
import io.tidemark.workflow.flink.SnapshotOutcome;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.flink.TriggerResult;

/** The activities at Flink that no cleanup asks for. */
abstract class UnusedFlink implements FlinkActivities {
  @Override
  public TriggerResult trigger(SnapshotTrigger trigger) {
    throw unused();
  }

  @Override
  public JobReadiness awaitReady(FlinkJob job) {
    throw unused();
  }

  @Override
  public SnapshotOutcome awaitOutcome(OutcomeRequest request) {
    throw unused();
  }

  @Override
  public CheckpointPathResult checkpointPath(CheckpointPathRequest request) {
    throw unused();
  }

  @Override
  public SavepointSearchResult savepointsSince(SavepointSearchRequest request) {
    throw unused();
  }

  @Override
  public RestartCheckResult restartedSince(RestartCheckRequest request) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a cleanup does not ask for it");
  }
}
