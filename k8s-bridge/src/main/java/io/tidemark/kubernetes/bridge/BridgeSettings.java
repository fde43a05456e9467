package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.ServedNamespaces;
import java.time.Duration;

/**
 * The snapshots that the bridge watches, the task queue where it starts workflows, and the times
 * that it goes by.
 *
 * @param namespaces the namespaces to watch
 * @param selector the snapshots to watch
 * @param taskQueue the task queue that the workers serve
 * @param sweepInterval how often every unfinished snapshot is checked again (W1)
 * @param slowAfter time after which a snapshot in progress is counted as slow; zero for never (R25)
 */
public record BridgeSettings(
    ServedNamespaces namespaces,
    ResourceSelector selector,
    String taskQueue,
    Duration sweepInterval,
    Duration slowAfter) {
  public BridgeSettings {
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(selector, "selector is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(sweepInterval, "sweepInterval is null");
    requireNonNull(slowAfter, "slowAfter is null");
  }
}
