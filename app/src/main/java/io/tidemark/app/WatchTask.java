package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.tidemark.app.leadership.LeaderTask;
import io.tidemark.kubernetes.bridge.SnapshotBridge;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches Kubernetes while this replica leads, each time through a new bridge. */
final class WatchTask implements LeaderTask, LastKnownResources, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WatchTask.class);

  private final Supplier<SnapshotBridge> bridges;
  private @Nullable SnapshotBridge bridge;
  private boolean closed;

  WatchTask(Supplier<SnapshotBridge> bridges) {
    this.bridges = requireNonNull(bridges, "bridges is null");
  }

  @Override
  public synchronized void begin() {
    if (bridge != null || closed) {
      return;
    }
    bridge = bridges.get();
    bridge.start();
    log.info("This replica started watching Kubernetes");
  }

  @Override
  public synchronized void end() {
    if (bridge == null) {
      return;
    }
    bridge.close();
    bridge = null;
    log.info("This replica stopped watching Kubernetes");
  }

  /** Ends the task for good: a later call of begin does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  /** Returns the bridge of this replica; empty while another replica watches. */
  synchronized Optional<SnapshotBridge> bridge() {
    return Optional.ofNullable(bridge);
  }

  /** Returns what the bridge still lacks; nothing while another replica watches. */
  synchronized List<String> missing() {
    return bridge == null ? List.of() : bridge.missing();
  }

  /** Returns what the bridge has seen; nothing while another replica watches. */
  @Override
  public Optional<Found> of(WatchedNamespaces part) {
    return bridge().flatMap(watching -> watching.of(part));
  }

  @Override
  public Optional<FlinkStateSnapshot> snapshot(SnapshotId id) {
    return bridge().flatMap(watching -> watching.snapshot(id));
  }
}
