package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;

/**
 * The namespaces that the bridge watches and the task queue where it starts workflows.
 *
 * @param namespaces the namespaces to watch
 * @param taskQueue the task queue that the workers serve
 * @param sweepInterval how often every unfinished snapshot is checked again (W1)
 */
public record BridgeSettings(
    WatchedNamespaces namespaces, String taskQueue, Duration sweepInterval) {
  public BridgeSettings {
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(sweepInterval, "sweepInterval is null");
  }
}
