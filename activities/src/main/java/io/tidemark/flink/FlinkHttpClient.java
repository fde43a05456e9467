package io.tidemark.flink;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Creates the HTTP client whose connections are used for all clusters. */
public final class FlinkHttpClient {
  /** Longer than the time between two polls, so that a connection in use stays open. */
  private static final long IDLE_MINUTES = 5;

  private FlinkHttpClient() {}

  /**
   * Creates a client that keeps every connection which was used lately. OkHttp's default of five
   * idle connections would open a new one for each poll once there are more clusters.
   */
  public static OkHttpClient create() {
    return new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(Integer.MAX_VALUE, IDLE_MINUTES, TimeUnit.MINUTES))
        .build();
  }
}
