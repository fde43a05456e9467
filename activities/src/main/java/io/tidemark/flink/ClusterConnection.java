package io.tidemark.flink;

import io.tidemark.flink.access.ClusterHttpClient;
import io.tidemark.flink.access.ClusterSecrets;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * A cluster, and whether it answers at the moment, by the calls that are made anyway. One that
 * keeps its callers waiting is not asked from inside a workflow task: all snapshots share the slots
 * of those, and two hundred calls of three seconds each in 32 slots would hold up everybody else.
 */
final class ClusterConnection implements Interceptor {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Set<Integer> UNWELCOME =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  private final HttpUrl base;
  private final ClusterHttpClient access;
  private final InstantSource clock;
  private final Map<Chain, Instant> waiting = new ConcurrentHashMap<>();
  private volatile boolean silent;

  ClusterConnection(HttpUrl base, ClusterSecrets secrets, OkHttpClient http, InstantSource clock) {
    this.base = base;
    this.access =
        new ClusterHttpClient(http.newBuilder().addInterceptor(this).build(), secrets, clock);
    this.clock = clock;
  }

  /** A client whose calls take at most so long each. */
  FlinkRestClient client(Duration callTimeout) {
    return new FlinkRestClient(access::client, base, callTimeout);
  }

  /** False while a call has waited for long, or the last one that ended had no answer. */
  boolean answers() {
    var longAgo = clock.instant().minus(PATIENCE);
    return !silent && waiting.values().stream().noneMatch(begun -> begun.isBefore(longAgo));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    waiting.put(chain, clock.instant());
    try {
      var answer = chain.proceed(chain.request());
      silent = false;
      if (UNWELCOME.contains(answer.code())) {
        access.doubt();
      }
      return answer;
    } catch (IOException noAnswer) {
      silent = true;
      access.doubt(); // a refused certificate can also look like a broken connection
      throw noAnswer;
    } finally {
      waiting.remove(chain);
    }
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
