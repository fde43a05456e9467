package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.Optional;

/**
 * The properties by which snapshots are counted.
 *
 * @param namespace the namespace
 * @param type the type; empty if the spec names none
 * @param state the state
 * @param triggerType the origin of the request
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

  /** Returns this group in another namespace. */
  public SnapshotGroup in(String other) {
    return new SnapshotGroup(other, type, state, triggerType);
  }
}
