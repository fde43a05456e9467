package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.flink.ClusterObserver;
import io.tidemark.flink.FlinkActivitiesImpl;
import io.tidemark.flink.FlinkCalls;
import io.tidemark.flink.FlinkHttpClient;
import io.tidemark.flink.access.SecretReader;
import io.tidemark.flink.job.SessionJobFlinkActivitiesImpl;
import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.workflow.job.ProgramSource;
import java.time.Clock;
import okhttp3.OkHttpClient;

/** Creates all parts that call Flink, on the connections of one HTTP client. */
final class FlinkParts implements AutoCloseable {
  private final OkHttpClient http = FlinkHttpClient.create();
  private final TidemarkConfiguration configuration;
  private final SecretReader secrets;
  private final Clock clock;
  private final FlinkActivitiesImpl snapshotActivities;
  private final FlinkCalls jobCalls;

  FlinkParts(TidemarkConfiguration configuration, SecretReader secrets, Clock clock) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.secrets = requireNonNull(secrets, "secrets is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.snapshotActivities = new FlinkActivitiesImpl(http, configuration.flink(), secrets, clock);
    this.jobCalls = new FlinkCalls(http, configuration.flink(), secrets, clock);
  }

  FlinkActivitiesImpl snapshotActivities() {
    return snapshotActivities;
  }

  /**
   * Returns the activities on session jobs.
   *
   * @param programs reads the programs from their resources
   */
  SessionJobFlinkActivitiesImpl sessionJobActivities(ProgramSource programs) {
    return new SessionJobFlinkActivitiesImpl(
        jobCalls, http, configuration.standalone().jars(), programs, clock);
  }

  /** Returns the reader of the jobs of clusters (M2). */
  ClusterReader clusters() {
    return new ObservedClusters(new ClusterObserver(http, configuration.flink(), secrets, clock));
  }

  /** Makes activities that wait for Flink fail, so that another worker continues. */
  void stopWaiting() {
    snapshotActivities.close();
    jobCalls.close();
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
  }
}
