package io.tidemark.app.leadership;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Competes for a Lease and, while it holds it, has a duty (S2). An elector of fabric8 leads once at
 * most, so after each loss another one competes. Two replicas may lead at once for some seconds, as
 * when the API server answers nobody: the duty has to bear that.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(3);

  private final KubernetesClient kubernetes;
  private final LeaseSettings terms;
  private final String identity;
  private final LeaderTask duty;

  /** All of an election happens here, callbacks too, so that nothing overlaps. */
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "leadership"));

  private @Nullable CompletableFuture<?> election;
  private volatile boolean closed;

  /**
   * @param identity tells this replica from all others, also from itself before a restart
   * @param duty begun when the Lease is won, ended when it is lost
   */
  public Leadership(
      KubernetesClient kubernetes, LeaseSettings terms, String identity, LeaderTask duty) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.terms = requireNonNull(terms, "terms is null");
    this.identity = requireNonNull(identity, "identity is null");
    this.duty = requireNonNull(duty, "duty is null");
  }

  /** Begins to compete, now and after every loss. */
  public void start() {
    thread.execute(this::compete);
  }

  /** Gives the Lease back, so that another replica need not wait until it expires. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      CompletableFuture.runAsync(this::resign, thread)
          .orTimeout(RELEASE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException unreleased) {
      log.warn("The lease was not given back and expires by itself: {}", unreleased.toString());
    }
    thread.shutdownNow();
  }

  private void compete() {
    if (closed) {
      return;
    }
    var elector = new LeaderElectorBuilder(kubernetes, thread).withConfig(config()).build();
    election = elector.start();
    var unused = election.whenComplete((ended, failure) -> over());
  }

  private LeaderElectionConfig config() {
    return new LeaderElectionConfigBuilder()
        .withName(terms.name())
        .withLock(new TolerantLease(terms, identity))
        .withLeaseDuration(terms.duration())
        .withRenewDeadline(terms.renewDeadline())
        .withRetryPeriod(terms.retryPeriod())
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::stopLeading, this::follow))
        .build();
  }

  /** The elector is told of no failure here: it would never compete again. */
  private void lead() {
    try {
      duty.begin();
    } catch (RuntimeException e) {
      log.error("This replica cannot lead, and lets another one", e);
      thread.execute(this::resign);
    }
  }

  private void stopLeading() {
    duty.end();
  }

  private void follow(@Nullable String leader) {
    if (leader != null && !leader.isEmpty() && !leader.equals(identity)) {
      log.info("Replica {} leads", leader);
    }
  }

  /** The elector does not say in every case that leading is over, but always that it has ended. */
  private void over() {
    duty.end();
    if (!closed) {
      var pause = terms.retryPeriod().toMillis();
      var unused = thread.schedule(this::compete, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void resign() {
    if (election != null) {
      election.cancel(true);
    }
  }
}
