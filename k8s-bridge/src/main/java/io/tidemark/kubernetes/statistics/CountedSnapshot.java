package io.tidemark.kubernetes.statistics;

import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Optional;

/** The properties of a snapshot that count. Pure: the same resource always counts the same. */
record CountedSnapshot(SnapshotReader snapshot) {
  SnapshotGroup group() {
    return SnapshotGroup.of(snapshot);
  }

  /** Returns the job and the type, under which its history is kept; empty without one of them. */
  Optional<PeriodicSnapshots> key() {
    var type = snapshot.declaration().type();
    var namespace = snapshot.id().namespace();
    return SnapshotJobReference.current(snapshot)
        .flatMap(job -> type.map(known -> new PeriodicSnapshots(namespace, job, known)));
  }

  /** Returns the time since which no workflow has claimed it. */
  Optional<Instant> unclaimedSince() {
    var waits =
        !snapshot.state().terminal()
            && !snapshot.beingDeleted()
            && snapshot.annotation(SnapshotAnnotations.WORKFLOW_ID).isEmpty();
    return snapshot.createdAt().filter(created -> waits);
  }

  /** Returns the time since which it waits for its disposal. */
  Optional<Instant> deletedSince() {
    return snapshot.deletedAt().filter(deleted -> snapshot.hasOurFinalizer());
  }

  /** Returns the time since which it is in progress (R25). */
  Optional<Instant> inProgressSince() {
    return snapshot
        .triggeredAt()
        .filter(trigger -> snapshot.state() == SnapshotState.IN_PROGRESS)
        .filter(trigger -> !snapshot.beingDeleted());
  }

  /** Returns what the history of its job keeps of it. */
  JobHistory.Entry historyEntry() {
    var completed = snapshot.state() == SnapshotState.COMPLETED;
    return new JobHistory.Entry(
        snapshot.createdAt().orElse(null),
        completed && !snapshot.beingDeleted() && !imported()
            ? snapshot.triggeredAt().orElse(null)
            : null,
        completed ? 0 : snapshot.failures());
  }

  /**
   * Returns true for an import, whose data is older than its time; a savepoint of an upgrade was
   * just taken.
   */
  private boolean imported() {
    return snapshot.declaration().alreadyExists() && snapshot.triggerType() != TriggerType.UPGRADE;
  }
}
