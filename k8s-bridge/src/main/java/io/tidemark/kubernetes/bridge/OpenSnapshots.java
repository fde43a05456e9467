package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps the snapshots that a sweep has to look at, as the cache changes: a sweep must not go
 * through all settled ones (S8).
 */
final class OpenSnapshots implements CacheListener<FlinkStateSnapshot> {
  private final Map<String, FlinkStateSnapshot> open = new ConcurrentHashMap<>();

  @Override
  public void replaced(Optional<FlinkStateSnapshot> before, Optional<FlinkStateSnapshot> after) {
    before.ifPresent(snapshot -> open.remove(uid(snapshot)));
    after
        .filter(snapshot -> BridgePlan.ofSweep(new SnapshotReader(snapshot)) != BridgeAction.NONE)
        .ifPresent(snapshot -> open.put(uid(snapshot), snapshot));
  }

  /** Returns the uids of the open snapshots. */
  Stream<String> uids() {
    return open.keySet().stream();
  }

  /** Returns the latest version of an open snapshot; empty if it is settled or gone by now. */
  Optional<FlinkStateSnapshot> latest(String uid) {
    return Optional.ofNullable(open.get(uid));
  }

  private static String uid(FlinkStateSnapshot snapshot) {
    return snapshot.getMetadata().getUid();
  }
}
