package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

/**
 * The settings for calls to Flink.
 *
 * @param endpoints where the REST endpoints of the clusters are
 * @param timings the time limits and intervals of the activities
 * @param tlsDirectory the mounted Secret with certificates for jobs that name none; empty for none
 * @param authDirectory the mounted Secret with credentials for jobs that name none; empty for none
 */
public record FlinkSettings(
    FlinkEndpoints endpoints, FlinkTimings timings, String tlsDirectory, String authDirectory) {
  public FlinkSettings {
    requireNonNull(endpoints, "endpoints is null");
    requireNonNull(timings, "timings is null");
    requireNonNull(tlsDirectory, "tlsDirectory is null");
    requireNonNull(authDirectory, "authDirectory is null");
  }
}
