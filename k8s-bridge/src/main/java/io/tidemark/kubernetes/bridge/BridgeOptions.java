package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;

/**
 * The options of the bridge.
 *
 * @param namespaces the namespaces to watch
 * @param taskQueue the task queue that the workers serve
 * @param sweepInterval time between two checks of all unfinished snapshots (W1)
 */
public record BridgeOptions(
    WatchedNamespaces namespaces, String taskQueue, Duration sweepInterval) {
  public BridgeOptions {
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(sweepInterval, "sweepInterval is null");
  }
}
