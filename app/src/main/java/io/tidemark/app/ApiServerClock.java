package io.tidemark.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Shows the time of the API server, which all replicas share, so that one can count the age of what
 * another one wrote (R9, R18). Between the server's answers it counts by this machine's monotonic
 * clock. This machine's own time is shown only before the first answer, and as long as the answers
 * do not contradict it.
 */
final class ApiServerClock extends Clock {
  /** The header {@code Date} has whole seconds. */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  private final Instant start;
  private final LongSupplier ticks;
  private final long firstTick;
  private volatile Duration ahead = Duration.ZERO;

  ApiServerClock() {
    this(Instant.now(), System::nanoTime);
  }

  /**
   * Creates a clock.
   *
   * @param start this machine's time
   * @param ticks this machine's monotonic clock, in nanoseconds
   */
  ApiServerClock(Instant start, LongSupplier ticks) {
    this.start = start;
    this.ticks = ticks;
    this.firstTick = ticks.getAsLong();
  }

  /** Returns a client of the API server whose answers set this clock. */
  KubernetesClient client(Config config) {
    var observed =
        new OkHttpClientFactory() {
          @Override
          protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.addNetworkInterceptor(ApiServerClock.this::observed);
          }
        };
    return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(observed).build();
  }

  @Override
  public Instant instant() {
    return own(ticks.getAsLong()).plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only instants are used");
  }

  private Response observed(Interceptor.Chain chain) throws IOException {
    var sent = ticks.getAsLong();
    var response = chain.proceed(chain.request());
    var date = response.headers().getInstant("Date");
    if (date != null) {
      answered(date, sent, ticks.getAsLong());
    }
    return response;
  }

  /**
   * Corrects the clock by an answer. The server was at that second at some time between the request
   * and its answer, so a slow answer leaves a clock as it is that may be right.
   */
  synchronized void answered(Instant second, long sent, long received) {
    var least = Duration.between(own(received), second);
    var most = Duration.between(own(sent), second.plus(RESOLUTION));
    if (ahead.compareTo(least) < 0) {
      ahead = least;
    } else if (ahead.compareTo(most) > 0) {
      ahead = most;
    }
  }

  private Instant own(long tick) {
    return start.plusNanos(tick - firstTick);
  }
}
