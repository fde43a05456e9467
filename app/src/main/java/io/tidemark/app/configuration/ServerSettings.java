package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.app.leadership.LeaseSettings;
import java.util.Optional;

/**
 * The settings of the process itself.
 *
 * @param httpPort the port of health and metrics; 0: any free one
 * @param maxConcurrentActivities how many activities one process runs at once
 * @param metricsLimit how many namespaces, and how many jobs by type of snapshot, have series of
 *     their own
 * @param clusterId the identity of the Kubernetes cluster; empty: the cluster's own
 * @param lease the Lease that replicas compete for; empty if every replica watches
 * @param log how the process logs
 */
public record ServerSettings(
    int httpPort,
    int maxConcurrentActivities,
    int metricsLimit,
    Optional<String> clusterId,
    Optional<LeaseSettings> lease,
    LogSettings log) {
  public ServerSettings {
    requireNonNull(clusterId, "clusterId is null");
    requireNonNull(lease, "lease is null");
    requireNonNull(log, "log is null");
  }
}
