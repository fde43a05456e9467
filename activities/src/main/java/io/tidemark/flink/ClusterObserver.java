package io.tidemark.flink;

import io.tidemark.flink.access.SecretReader;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import okhttp3.OkHttpClient;

/**
 * Asks clusters what runs on them, outside of activities. Each method makes one call and throws
 * {@link FlinkRestException} without a usable answer.
 */
public final class ClusterObserver {
  private final ClusterConnections clusters;
  private final Duration callTimeout;

  /**
   * Creates an observer. Nothing is connected yet.
   *
   * @param secretsOfJobs reads the Secrets that clusters name
   * @param clock for the age of Secrets
   */
  public ClusterObserver(
      OkHttpClient http, FlinkSettings settings, SecretReader secretsOfJobs, InstantSource clock) {
    this.callTimeout = settings.timings().callTimeout();
    this.clusters = ClusterConnections.of(http, settings, secretsOfJobs, clock);
  }

  /** Returns the jobs of a cluster, with those that have ended lately. */
  public List<JobOverview> jobs(FlinkJob cluster) {
    return client(cluster).polledJobs();
  }

  /** Returns the configuration of a cluster's REST server. */
  public RestServerConfiguration configuration(FlinkJob cluster) {
    return client(cluster).configuration();
  }

  private FlinkRestClient client(FlinkJob cluster) {
    return clusters.of(cluster).client(callTimeout);
  }
}
