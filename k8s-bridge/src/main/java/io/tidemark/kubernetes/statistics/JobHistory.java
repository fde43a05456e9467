package io.tidemark.kubernetes.statistics;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The existing snapshots of one type of one job. The summary is computed once after a change. */
final class JobHistory {
  private final Map<String, Entry> entries = new HashMap<>();
  private @Nullable Summary summary;

  /**
   * What a history keeps of a snapshot.
   *
   * @param created the time of its creation; null if it cannot be read
   * @param good the time of its trigger; null unless it is good
   * @param failures its failed attempts; 0 for a completed snapshot
   */
  record Entry(@Nullable Instant created, @Nullable Instant good, int failures) {
    private Instant createdOrEpoch() {
      return created == null ? Instant.EPOCH : created;
    }
  }

  /**
   * The summary of a history.
   *
   * @param lastGood the trigger time of the good snapshot that was triggered last
   * @param failuresInARow failed attempts of snapshots that were created after that one
   */
  record Summary(Optional<Instant> lastGood, int failuresInARow) {
    static final Summary EMPTY = new Summary(Optional.empty(), 0);
  }

  void put(String uid, Entry entry) {
    entries.put(uid, entry);
    summary = null;
  }

  void remove(String uid) {
    entries.remove(uid);
    summary = null;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Summary summary() {
    if (summary == null) {
      summary = summarize();
    }
    return summary;
  }

  private Summary summarize() {
    var lastGood =
        entries.values().stream().filter(entry -> entry.good != null).max(comparing(Entry::good));
    var since = lastGood.map(Entry::createdOrEpoch).orElse(Instant.EPOCH);
    var failures =
        entries.values().stream()
            .filter(entry -> since.isBefore(entry.createdOrEpoch()))
            .mapToInt(Entry::failures)
            .sum();
    return new Summary(lastGood.map(Entry::good), failures);
  }
}
