package io.tidemark.kubernetes.census;

import io.tidemark.kubernetes.claim.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.snapshot.SnapshotState;
import io.tidemark.workflow.snapshot.SnapshotType;
import io.tidemark.workflow.snapshot.TriggerType;
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
        SnapshotDeclaration.of(snapshot.resource().getSpec()).type(),
        snapshot.state(),
        snapshot.triggerType());
  }

  /** The same, of another namespace. */
  public SnapshotGroup in(String other) {
    return new SnapshotGroup(other, type, state, triggerType);
  }
}
