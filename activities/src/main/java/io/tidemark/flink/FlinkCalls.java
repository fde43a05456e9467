package io.tidemark.flink;

import io.tidemark.flink.access.SecretReader;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.InstantSource;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * Calls the clusters for activities that may take their time. Their calls can last as long as a
 * program's {@code main}, so they do not count for what {@link FlinkActivitiesImpl} learns of a
 * cluster that does not respond.
 */
public final class FlinkCalls implements AutoCloseable {
  private final ClusterConnections clusters;
  private final FlinkTimings timings;
  private final HeartbeatingPoller poller;

  /**
   * Creates the calls. Nothing is connected yet.
   *
   * @param secretsOfJobs reads the Secrets that jobs name
   * @param clock for the age of Secrets
   */
  public FlinkCalls(
      OkHttpClient http, FlinkSettings settings, SecretReader secretsOfJobs, InstantSource clock) {
    this.timings = settings.timings();
    this.poller = new HeartbeatingPoller(timings);
    this.clusters = ClusterConnections.of(http, settings, secretsOfJobs, clock);
  }

  /** Returns Flink's answer; a call that throws becomes a failure that Temporal retries. */
  public <T> T call(FlinkJob job, Function<FlinkHttp, T> request) {
    return RetryableFailures.calling(
        () -> request.apply(clusters.of(job).http(timings.callTimeout())));
  }

  /** Returns the poller of these activities. */
  public HeartbeatingPoller poller() {
    return poller;
  }

  /** Returns the time limits and intervals. */
  public FlinkTimings timings() {
    return timings;
  }

  /** Stops waiting for Flink: activities fail at their next poll, so another worker continues. */
  @Override
  public void close() {
    poller.stop();
  }
}
