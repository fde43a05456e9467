package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.Optional;

/**
 * Snapshots that have these in common.
 *
 * @param namespace their namespace
 * @param type empty if their specs do not say which
 * @param state their state
 * @param triggerType who asked for them
 */
public record SnapshotGroup(
    String namespace, Optional<SnapshotType> type, SnapshotState state, TriggerType triggerType) {

  static SnapshotGroup of(SnapshotReader snapshot) {
    return new SnapshotGroup(
        snapshot.id().namespace(),
        snapshot.declaration().type(),
        snapshot.state(),
        snapshot.triggerType());
  }

  /** The same, of another namespace. */
  public SnapshotGroup in(String other) {
    return new SnapshotGroup(other, type, state, triggerType);
  }
}
