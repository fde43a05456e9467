package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionDecision.deleted;
import static io.tidemark.workflow.retention.RetentionDecision.kept;

import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies the rules to the snapshots of one job and one type, in order of precedence. */
final class RetentionRules {
  private final JobHistory history;
  private final RetentionPolicy policy;
  private final List<RetentionCandidate> newestFirst;
  private final int completedLimit;
  private final Optional<RetentionCandidate> newestCompleted;
  private final Set<RetentionCandidate> beyondCount;
  private final Set<RetentionCandidate> beyondFailedLimit;

  RetentionRules(JobHistory history, SnapshotType type, List<RetentionCandidate> newestFirst) {
    this.history = history;
    this.policy = history.policy();
    this.newestFirst = newestFirst;
    this.completedLimit =
        type == SnapshotType.SAVEPOINT ? policy.cappedCount() : policy.retainedCheckpoints();
    this.newestCompleted =
        newestFirst.stream()
            .filter(snapshot -> snapshot.completed() && !snapshot.beingDeleted())
            .filter(snapshot -> !endedByTtl(snapshot))
            .findFirst();
    this.beyondCount = beyond(completedLimit, RetentionCandidate::completed);
    this.beyondFailedLimit = beyond(policy.failedLimit(), snapshot -> !snapshot.completed());
  }

  List<RetentionDecision> decisions() {
    return newestFirst.stream()
        .map(snapshot -> exempt(snapshot).orElseGet(() -> limited(snapshot)))
        .toList();
  }

  /** Returns the newest completed snapshot, which stays. */
  Optional<RetentionCandidate> newestCompleted() {
    return newestCompleted;
  }

  /** Returns the completed snapshots that count towards their limit. */
  Stream<RetentionCandidate> counted() {
    return newestFirst.stream().filter(RetentionCandidate::completed).filter(this::counts);
  }

  /**
   * Returns the decision to keep a snapshot that no limit applies to; empty for others (H2, H4).
   */
  private Optional<RetentionDecision> exempt(RetentionCandidate snapshot) {
    if (snapshot.beingDeleted()) {
      return Optional.of(kept(snapshot, "already being deleted"));
    }
    if (!snapshot.state().terminal()) {
      return Optional.of(kept(snapshot, "not finished"));
    }
    if (snapshot.pinned()) {
      return Optional.of(kept(snapshot, "pinned"));
    }
    if (history.inUse().contains(snapshot.id())) {
      return Optional.of(kept(snapshot, "in use"));
    }
    if (snapshot.type() == SnapshotType.SAVEPOINT && !policy.savepointCleanup()) {
      return Optional.of(kept(snapshot, "savepoint cleanup is off"));
    }
    return newestCompleted.filter(snapshot::equals).map(newest -> kept(newest, "newest completed"));
  }

  /** Returns whether a snapshot's ttl ends it also as the newest completed one (H1). */
  private boolean endedByTtl(RetentionCandidate snapshot) {
    var ttl = snapshot.ttl();
    return ttl != null
        && policy.orphans() != null
        && policy.orphans().ttlEndsNewest()
        && snapshot.olderThan(ttl, history.now());
  }

  private RetentionDecision limited(RetentionCandidate snapshot) {
    var ttl = snapshot.ttl();
    if (ttl != null) {
      return snapshot.olderThan(ttl, history.now())
          ? deleted(snapshot, "its ttl of " + DurationFormatter.of(ttl) + " has expired")
          : kept(snapshot, "its ttl of " + DurationFormatter.of(ttl) + " has not expired");
    }
    if (keptAsManual(snapshot)) {
      return kept(snapshot, "manual");
    }
    return policy.orphans() == null ? aged(snapshot) : orphaned(snapshot, policy.orphans());
  }

  /** Applies the age for snapshots of a job that is gone or suspended (H1). */
  private RetentionDecision orphaned(RetentionCandidate snapshot, OrphanLimit limit) {
    var age = limit.age();
    return age != null && snapshot.olderThan(age, history.now())
        ? deleted(
            snapshot, "older than " + DurationFormatter.of(age) + ", and " + limit.description())
        : kept(snapshot, limit.description());
  }

  /** Applies the maximum age, which holds for savepoints only (H3). */
  private RetentionDecision aged(RetentionCandidate snapshot) {
    var age = policy.cappedAge();
    return snapshot.type() == SnapshotType.SAVEPOINT && snapshot.olderThan(age, history.now())
        ? deleted(snapshot, "older than " + DurationFormatter.of(age))
        : counted(snapshot);
  }

  private RetentionDecision counted(RetentionCandidate snapshot) {
    if (beyondCount.contains(snapshot)) {
      return deleted(snapshot, "not among the newest " + completedLimit + " completed");
    }
    if (beyondFailedLimit.contains(snapshot)) {
      var limit = policy.failedLimit();
      return deleted(snapshot, "not among the newest " + limit + " failed or abandoned");
    }
    return kept(snapshot, "within the limits");
  }

  private Set<RetentionCandidate> beyond(int limit, Predicate<RetentionCandidate> kind) {
    return newestFirst.stream()
        .filter(kind)
        .filter(this::counts)
        .skip(limit)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns true if a snapshot counts towards a limit; one that is kept for another reason does
   * not.
   */
  private boolean counts(RetentionCandidate snapshot) {
    return snapshot.state().terminal()
        && !snapshot.beingDeleted()
        && !snapshot.pinned()
        && snapshot.ttl() == null
        && !keptAsManual(snapshot);
  }

  private boolean keptAsManual(RetentionCandidate snapshot) {
    return snapshot.triggerType() == TriggerType.MANUAL && !policy.manualIncluded();
  }
}
