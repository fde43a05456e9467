package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.access.ClusterSecrets;
import io.tidemark.flink.access.FlinkSecrets;
import io.tidemark.flink.access.SecretReader;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The connections to the clusters that were called last. One that was removed is created again with
 * the next call, so only what it has learned of its cluster is lost.
 */
final class ClusterConnections {
  private static final float LOAD_FACTOR = 0.75f;
  private static final int MAX_CLUSTERS = 10_000;

  private final OkHttpClient http;
  private final FlinkEndpoints endpoints;
  private final FlinkSecrets secrets;
  private final InstantSource clock;
  private final Map<Target, ClusterConnection> lastUsed;

  /** Identifies the connection that jobs share. */
  private record Target(HttpUrl base, ClusterSecrets secrets) {}

  /**
   * Creates the connections of an installation. Nothing is connected yet.
   *
   * @param secretsOfJobs reads the Secrets that jobs name
   * @param clock for the age of Secrets
   */
  static ClusterConnections of(
      OkHttpClient http, FlinkSettings settings, SecretReader secretsOfJobs, InstantSource clock) {
    requireNonNull(secretsOfJobs, "secretsOfJobs is null");
    return new ClusterConnections(
        http,
        settings.endpoints(),
        new FlinkSecrets(secretsOfJobs, settings.tlsDirectory(), settings.authDirectory()),
        clock,
        MAX_CLUSTERS);
  }

  /**
   * Creates an empty collection.
   *
   * @param limit the number of clusters; beyond it, the one whose last call is the longest ago is
   *     removed
   */
  ClusterConnections(
      OkHttpClient http,
      FlinkEndpoints endpoints,
      FlinkSecrets secrets,
      InstantSource clock,
      int limit) {
    this.http = requireNonNull(http, "http is null");
    this.endpoints = requireNonNull(endpoints, "endpoints is null");
    this.secrets = requireNonNull(secrets, "secrets is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.lastUsed =
        new LinkedHashMap<>(16, LOAD_FACTOR, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Target, ClusterConnection> eldest) {
            return size() > limit;
          }
        };
  }

  /** Returns the connection to the job's cluster. */
  synchronized ClusterConnection of(FlinkJob job) {
    return lastUsed.computeIfAbsent(
        new Target(endpoints.of(job), secrets.of(job)),
        target -> new ClusterConnection(target.base(), target.secrets(), http, clock));
  }
}
