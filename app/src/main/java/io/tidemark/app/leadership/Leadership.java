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
 * Competes for a Lease and runs a task while this replica holds it (S2). An elector of fabric8
 * leads at most once, so another one competes after each loss. Two replicas may lead at once for
 * some seconds, for example while the API server does not answer; the task has to tolerate that.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(3);

  private final KubernetesClient kubernetes;
  private final LeaseSettings lease;
  private final String identity;
  private final LeaderTask task;

  /** Runs the whole election, with its callbacks, so that nothing overlaps. */
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(election -> new Thread(election, "leadership"));

  private @Nullable CompletableFuture<?> election;
  private volatile boolean closed;

  /**
   * Creates a competitor.
   *
   * @param kubernetes the API server with the Lease
   * @param lease the Lease and its times
   * @param identity distinguishes this replica from all others, and from itself before a restart
   * @param task starts when the Lease is won, ends when it is lost
   */
  public Leadership(
      KubernetesClient kubernetes, LeaseSettings lease, String identity, LeaderTask task) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.lease = requireNonNull(lease, "lease is null");
    this.identity = requireNonNull(identity, "identity is null");
    this.task = requireNonNull(task, "task is null");
  }

  /** Starts to compete, now and after every loss. */
  public void start() {
    thread.execute(this::compete);
  }

  /** Releases the Lease, so that another replica need not wait until it expires. */
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
      log.warn("Failed to release the Lease, which expires by itself: {}", unreleased.toString());
    }
    thread.shutdownNow();
  }

  private void compete() {
    if (closed) {
      return;
    }
    var elector = new LeaderElectorBuilder(kubernetes, thread).withConfig(config()).build();
    election = elector.start();
    var unused = election.whenComplete((ended, failure) -> electionEnded());
  }

  private LeaderElectionConfig config() {
    return new LeaderElectionConfigBuilder()
        .withName(lease.name())
        .withLock(new TolerantLease(lease, identity))
        .withLeaseDuration(lease.duration())
        .withRenewDeadline(lease.renewDeadline())
        .withRetryPeriod(lease.retryPeriod())
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::stopLeading, this::follow))
        .build();
  }

  /** Starts the task. A failure must not reach the elector, which would never compete again. */
  private void lead() {
    try {
      task.begin();
    } catch (RuntimeException e) {
      log.error(
          "This replica failed to start as the leader and resigns; another one takes over", e);
      thread.execute(this::resign);
    }
  }

  private void stopLeading() {
    task.end();
  }

  private void follow(@Nullable String leader) {
    if (leader != null && !leader.isEmpty() && !leader.equals(identity)) {
      log.info("Replica {} is the leader", leader);
    }
  }

  /**
   * Ends the task after an election. The elector does not report each end of leadership, but always
   * its own end.
   */
  private void electionEnded() {
    task.end();
    if (!closed) {
      var pause = lease.retryPeriod().toMillis();
      var unused = thread.schedule(this::compete, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void resign() {
    if (election != null) {
      election.cancel(true);
    }
  }
}
