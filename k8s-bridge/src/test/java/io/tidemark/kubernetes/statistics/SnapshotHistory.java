package io.tidemark.kubernetes.statistics;

import static java.util.Comparator.comparing;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The existing snapshots of one type of one job.
 *
 * @param snapshots in any order
 */
record SnapshotHistory(List<SnapshotReader> snapshots) {
  boolean isEmpty() {
    return snapshots.isEmpty();
  }

  /** Returns the good snapshot that was triggered last and is not being deleted. */
  Optional<SnapshotReader> lastGood() {
    return snapshots.stream()
        .filter(SnapshotHistory::good)
        .max(comparing(snapshot -> snapshot.triggeredAt().orElse(Instant.EPOCH)));
  }

  /** Counts the failed attempts of snapshots that were created after the last good one. */
  int failuresInARow() {
    var since = lastGood().flatMap(SnapshotReader::createdAt).orElse(Instant.EPOCH);
    return snapshots.stream()
        .filter(snapshot -> snapshot.state() != SnapshotState.COMPLETED)
        .filter(snapshot -> snapshot.createdAt().filter(since::isBefore).isPresent())
        .mapToInt(SnapshotReader::failures)
        .sum();
  }

  private static boolean good(SnapshotReader snapshot) {
    return snapshot.state() == SnapshotState.COMPLETED
        && snapshot.triggeredAt().isPresent()
        && !snapshot.beingDeleted()
        && !imported(snapshot);
  }

  /**
   * Returns true for an import, whose data is older than its time; a savepoint of an upgrade was
   * just taken.
   */
  private static boolean imported(SnapshotReader snapshot) {
    return snapshot.declaration().alreadyExists() && snapshot.triggerType() != TriggerType.UPGRADE;
  }
}
