package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.tidemark.app.leadership.Duty;
import io.tidemark.kubernetes.bridge.SnapshotBridge;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches Kubernetes when it is this replica's turn, each time through a bridge of its own. */
final class Watching implements Duty, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watching.class);

  private final Supplier<SnapshotBridge> bridges;
  private @Nullable SnapshotBridge bridge;
  private boolean closed;

  Watching(Supplier<SnapshotBridge> bridges) {
    this.bridges = requireNonNull(bridges, "bridges is null");
  }

  @Override
  public synchronized void begin() {
    if (bridge != null || closed) {
      return;
    }
    bridge = bridges.get();
    bridge.start();
    log.info("This replica watches Kubernetes");
  }

  @Override
  public synchronized void end() {
    if (bridge == null) {
      return;
    }
    bridge.close();
    bridge = null;
    log.info("This replica watches Kubernetes no more");
  }

  /** Ends it, also for those who would begin it later. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  /** Whether it is this replica that watches. */
  synchronized boolean active() {
    return bridge != null;
  }

  /** What it still lacks; nothing while another replica watches. */
  synchronized List<String> missing() {
    return bridge == null || bridge.synced() ? List.of() : List.of("not all resources listed");
  }
}
