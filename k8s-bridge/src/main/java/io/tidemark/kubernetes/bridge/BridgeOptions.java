package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * What the bridge watches and where it sends.
 *
 * @param namespaces the namespaces to watch; empty for all
 * @param taskQueue the task queue that the workers serve
 * @param sweepInterval how often every unsettled snapshot is looked at again (W1)
 */
public record BridgeOptions(Set<String> namespaces, String taskQueue, Duration sweepInterval) {
  public BridgeOptions {
    namespaces = Set.copyOf(namespaces);
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(sweepInterval, "sweepInterval is null");
  }
}
