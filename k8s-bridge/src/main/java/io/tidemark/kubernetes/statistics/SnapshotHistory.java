package io.tidemark.kubernetes.statistics;

import static java.util.Comparator.comparing;

import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of one type of one job, as far as they are still there.
 *
 * @param snapshots in any order
 */
record SnapshotHistory(List<SnapshotReader> snapshots) {
  boolean isEmpty() {
    return snapshots.isEmpty();
  }

  /** The good one that was triggered last and will stay. */
  Optional<SnapshotReader> lastGood() {
    return snapshots.stream()
        .filter(SnapshotHistory::good)
        .max(comparing(it -> it.triggeredAt().orElse(Instant.EPOCH)));
  }

  /** Failed attempts of those that were asked for after the last good one. */
  int failuresInARow() {
    var since = lastGood().flatMap(SnapshotReader::createdAt).orElse(Instant.EPOCH);
    return snapshots.stream()
        .filter(it -> it.state() != SnapshotState.COMPLETED)
        .filter(it -> it.createdAt().filter(since::isBefore).isPresent())
        .mapToInt(SnapshotReader::failures)
        .sum();
  }

  private static boolean good(SnapshotReader snapshot) {
    return snapshot.state() == SnapshotState.COMPLETED
        && snapshot.triggeredAt().isPresent()
        && !snapshot.beingDeleted()
        && !imported(snapshot);
  }

  /** Its time is that of the import; what an upgrade leaves was just taken. */
  private static boolean imported(SnapshotReader snapshot) {
    return snapshot.declaration().alreadyExists() && snapshot.triggerType() != TriggerType.UPGRADE;
  }
}
