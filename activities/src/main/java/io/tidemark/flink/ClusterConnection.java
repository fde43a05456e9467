package io.tidemark.flink;

import io.tidemark.concurrent.SingleFlight;
import io.tidemark.flink.access.ClusterHttpClient;
import io.tidemark.flink.access.ClusterSecrets;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * The connection to one cluster. It learns from the calls that pass through it whether the cluster
 * responds. A cluster that does not is not called from inside a workflow task: all snapshots share
 * the slots for local activities, and two hundred calls of three seconds each in 32 slots would
 * delay every other snapshot.
 */
final class ClusterConnection implements Interceptor {
  private static final Duration SLOW_CALL = Duration.ofSeconds(1);
  private static final Set<Integer> ACCESS_DENIED =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  private final HttpUrl base;
  private final ClusterHttpClient httpClient;
  private final InstantSource clock;
  private final SingleFlight<HttpUrl, List<JobOverview>> overviews = new SingleFlight<>();
  private final SingleFlight<String, Optional<List<SavepointRestores.Restore>>> restores =
      new SingleFlight<>();
  private final Map<Chain, Instant> callsInFlight = new ConcurrentHashMap<>();
  private volatile boolean lastCallUnanswered;

  ClusterConnection(HttpUrl base, ClusterSecrets secrets, OkHttpClient http, InstantSource clock) {
    this.base = base;
    this.httpClient =
        new ClusterHttpClient(http.newBuilder().addInterceptor(this).build(), secrets, clock);
    this.clock = clock;
  }

  /** Returns a client with a limit for each call, from connecting to the last byte. */
  FlinkRestClient client(Duration callTimeout) {
    return new FlinkRestClient(http(callTimeout), overviews);
  }

  /** Returns the calls to the cluster with a limit for each, from connecting to the last byte. */
  FlinkHttp http(Duration callTimeout) {
    return new FlinkHttp(httpClient::client, base, callTimeout);
  }

  /**
   * Returns false while a call has waited for more than a second, or when the last call that ended
   * had no answer.
   */
  boolean isResponding() {
    var slowSince = clock.instant().minus(SLOW_CALL);
    return !lastCallUnanswered
        && callsInFlight.values().stream().noneMatch(startedAt -> startedAt.isBefore(slowSince));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    callsInFlight.put(chain, clock.instant());
    try {
      var answer = chain.proceed(chain.request());
      lastCallUnanswered = false;
      if (ACCESS_DENIED.contains(answer.code())) {
        httpClient.reloadSecretsSoon();
      }
      return answer;
    } catch (IOException noAnswer) {
      lastCallUnanswered = true;
      httpClient
          .reloadSecretsSoon(); // A refused certificate can also look like a broken connection.
      throw noAnswer;
    } finally {
      callsInFlight.remove(chain);
    }
  }

  @Override
  public String toString() {
    return base.toString();
  }

  /** Returns what all disposals of the cluster share. */
  SingleFlight<String, Optional<List<SavepointRestores.Restore>>> restores() {
    return restores;
  }
}
