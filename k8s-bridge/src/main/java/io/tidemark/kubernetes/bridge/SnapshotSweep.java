package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the open snapshots whose workflows are started again by a sweep, and starts several at
 * once (W1). One that Temporal lists as running is left alone, but only for some sweeps after a
 * start or signal that Temporal has accepted: a listing may show what no longer exists, as after
 * the restore of a backup.
 */
final class SnapshotSweep implements AutoCloseable {
  private static final int CONCURRENT_STARTS = 8;
  private static final int SWEEPS_BETWEEN_STARTS = 10;

  private final OpenSnapshots open;
  private final Supplier<Optional<Set<String>>> running;
  private final Consumer<FlinkStateSnapshot> start;
  private final ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT_STARTS);

  /** The number of the sweep before the last accepted request, by the uid of the snapshot. */
  private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

  private final AtomicInteger number = new AtomicInteger();

  /**
   * Prepares sweeps.
   *
   * @param open the snapshots to look at
   * @param running returns the ids of the workflows that run; empty if that cannot be known
   * @param start starts the workflow of a snapshot; does not throw
   */
  SnapshotSweep(
      OpenSnapshots open,
      Supplier<Optional<Set<String>>> running,
      Consumer<FlinkStateSnapshot> start) {
    this.open = open;
    this.running = running;
    this.start = start;
  }

  /** Records that Temporal has accepted a start of the snapshot's workflow or a signal with one. */
  void accepted(String uid) {
    accepted.put(uid, number.get());
  }

  /** Returns whether Temporal has accepted a request for the snapshot, as far as is remembered. */
  boolean hasAccepted(String uid) {
    return accepted.containsKey(uid);
  }

  /**
   * Sweeps all open snapshots, and returns when all starts were tried. Each is taken as it is in
   * its turn, since many end meanwhile.
   *
   * @param failed the uids of those whose last request failed, which are always taken
   */
  void sweep(Set<String> failed) {
    number.incrementAndGet();
    accepted.keySet().removeIf(uid -> open.latest(uid).isEmpty());
    var uids = open.uids().toList();
    var listed = uids.isEmpty() ? Optional.<Set<String>>empty() : running.get();
    runAll(uids.stream().filter(uid -> failed.contains(uid) || !runs(uid, listed)));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private boolean runs(String uid, Optional<Set<String>> listed) {
    var last = accepted.get(uid);
    return last != null
        && number.get() - last <= SWEEPS_BETWEEN_STARTS
        && listed
            .filter(ids -> open.latest(uid).filter(it -> isIn(ids, it)).isPresent())
            .isPresent();
  }

  private static boolean isIn(Set<String> workflowIds, FlinkStateSnapshot snapshot) {
    return workflowIds.contains(new SnapshotReader(snapshot).id().workflowId());
  }

  private void runAll(Stream<String> uids) {
    try {
      threads.invokeAll(uids.map(this::task).toList());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Callable<@Nullable Void> task(String uid) {
    return () -> {
      open.latest(uid).ifPresent(start);
      return null;
    };
  }
}
