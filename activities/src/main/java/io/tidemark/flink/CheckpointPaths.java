package io.tidemark.flink;

import io.tidemark.flink.RestMessages.CheckpointEntry;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.CheckpointPathResult;
import java.time.Duration;
import java.util.Optional;

/** Reads the paths of completed checkpoints, which Flink's statistics show with a delay (R12). */
final class CheckpointPaths {
  private final FlinkRestClient flink;
  private final HeartbeatingPoller poller;
  private final CheckpointPathRequest request;
  private CheckpointEntry last = CheckpointEntry.MISSING;

  CheckpointPaths(FlinkRestClient flink, HeartbeatingPoller poller, CheckpointPathRequest request) {
    this.flink = flink;
    this.poller = poller;
    this.request = request;
  }

  /** Returns the path if the statistics show it now. */
  CheckpointPathResult now() {
    return read().orElseGet(() -> new CheckpointPathResult(null, "it is not shown yet"));
  }

  /** Returns the path once the statistics show it, for at most twice their age. */
  CheckpointPathResult await() {
    return read().orElseGet(this::poll);
  }

  private CheckpointPathResult poll() {
    var age = flink.statisticsAge();
    return poller
        .pollAtMost(age.multipliedBy(2), this::read)
        .orElseGet(() -> new CheckpointPathResult(null, reason(age)));
  }

  private Optional<CheckpointPathResult> read() {
    last = flink.checkpoint(request.job().jobId(), request.checkpointId());
    return last.path().map(path -> new CheckpointPathResult(path, ""));
  }

  private String reason(Duration age) {
    return last.laterShown()
        ? "later checkpoints have taken its place; raise web.checkpoints.history"
        : "the cluster's statistics did not show it within %d s; lower web.refresh-interval, which is %d ms"
            .formatted(age.multipliedBy(2).toSeconds(), age.toMillis());
  }
}
