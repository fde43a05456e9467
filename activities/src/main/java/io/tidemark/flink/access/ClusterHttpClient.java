package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the HTTP client for one cluster, with the certificates and credentials of its Secrets.
 * The Secrets are read again after 30 s and, once a call has failed or was refused, before the next
 * call, at most once a second. Only a changed Secret leads to new connections.
 */
public final class ClusterHttpClient {
  private static final Duration NORMAL_MAXIMUM_AGE = Duration.ofSeconds(30);

  /** Limits how often Secrets are read, however many calls fail. */
  private static final Duration MINIMUM_AGE = Duration.ofSeconds(1);

  private final OkHttpClient plain;
  private final ClusterSecrets secrets;
  private final InstantSource clock;
  private @Nullable Loaded loaded;
  private volatile boolean reloadRequested;

  private record Loaded(Instant readAt, ClusterSecrets.Content content, OkHttpClient client) {}

  /** Creates a supplier for these Secrets, which are read with the first call. */
  public ClusterHttpClient(OkHttpClient plain, ClusterSecrets secrets, InstantSource clock) {
    this.plain = requireNonNull(plain, "plain is null");
    this.secrets = requireNonNull(secrets, "secrets is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Returns the client for the next call.
   *
   * @throws UnusableSecretException if a Secret is missing, unreadable or invalid at the moment
   */
  public synchronized OkHttpClient client() throws UnusableSecretException {
    var before = loaded;
    if (before != null && clock.instant().isBefore(before.readAt().plus(maximumAge()))) {
      return before.client();
    }
    var content = secrets.read();
    var same = before != null && before.content().equals(content);
    var client = same ? before.client() : content.applyTo(plain);
    loaded = new Loaded(clock.instant(), content, client);
    reloadRequested = false;
    return client;
  }

  /** Has the Secrets read again before the next call, since they may have been replaced. */
  public void reloadSecretsSoon() {
    reloadRequested = true;
  }

  private Duration maximumAge() {
    return reloadRequested ? MINIMUM_AGE : NORMAL_MAXIMUM_AGE;
  }
}
