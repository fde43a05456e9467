package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client for one cluster, with what its Secrets hold. They are read again after a while
 * and, once a call has failed or was refused, with the next one; only a change makes new
 * connections.
 */
public final class ClusterHttpClient {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** However many calls fail, a Secret is not read more often. */
  private static final Duration JUST_READ = Duration.ofSeconds(1);

  private final OkHttpClient plain;
  private final ClusterSecrets secrets;
  private final InstantSource clock;
  private @Nullable Loaded loaded;
  private volatile boolean doubtful;

  private record Loaded(Instant readAt, ClusterSecrets.Content content, OkHttpClient client) {}

  /** Access with these Secrets, which are read when it is first asked for. */
  public ClusterHttpClient(OkHttpClient plain, ClusterSecrets secrets, InstantSource clock) {
    this.plain = requireNonNull(plain, "plain is null");
    this.secrets = requireNonNull(secrets, "secrets is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * The client for the next call.
   *
   * @throws UnusableSecretException if a Secret cannot be used as it is now
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
    doubtful = false;
    return client;
  }

  /** The last call had no answer, or was refused: the Secrets may have been replaced. */
  public void doubt() {
    doubtful = true;
  }

  private Duration maximumAge() {
    return doubtful ? JUST_READ : FRESH;
  }
}
