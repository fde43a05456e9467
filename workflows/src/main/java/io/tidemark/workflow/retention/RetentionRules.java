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

/** The rules for the snapshots of one job and one type, in the order in which they win. */
final class RetentionRules {
  private final RetentionRequest request;
  private final RetentionPolicy policy;
  private final List<RetentionCandidate> newestFirst;
  private final int completedLimit;
  private final Optional<RetentionCandidate> newestCompleted;
  private final Set<RetentionCandidate> beyondCount;
  private final Set<RetentionCandidate> beyondFailedLimit;

  RetentionRules(
      RetentionRequest request, SnapshotType type, List<RetentionCandidate> newestFirst) {
    this.request = request;
    this.policy = request.policy();
    this.newestFirst = newestFirst;
    this.completedLimit =
        type == SnapshotType.SAVEPOINT ? policy.cappedCount() : policy.retainedCheckpoints();
    this.newestCompleted =
        newestFirst.stream().filter(it -> it.completed() && !it.leaving()).findFirst();
    this.beyondCount = beyond(completedLimit, RetentionCandidate::completed);
    this.beyondFailedLimit = beyond(policy.failedLimit(), it -> !it.completed());
  }

  List<RetentionDecision> decisions() {
    return newestFirst.stream().map(it -> spared(it).orElseGet(() -> limited(it))).toList();
  }

  /** What no limit touches (H2, H4). */
  private Optional<RetentionDecision> spared(RetentionCandidate snapshot) {
    if (snapshot.leaving()) {
      return Optional.of(kept(snapshot, "being deleted already"));
    }
    if (!snapshot.state().terminal()) {
      return Optional.of(kept(snapshot, "not finished"));
    }
    if (snapshot.pinned()) {
      return Optional.of(kept(snapshot, "pinned"));
    }
    if (snapshot.type() == SnapshotType.SAVEPOINT && !policy.savepointCleanup()) {
      return Optional.of(kept(snapshot, "savepoint cleanup is off"));
    }
    return newestCompleted.filter(snapshot::equals).map(it -> kept(it, "newest completed"));
  }

  private RetentionDecision limited(RetentionCandidate snapshot) {
    var ttl = snapshot.ttl();
    if (ttl != null) {
      return snapshot.olderThan(ttl, request.now())
          ? deleted(snapshot, "its ttl of " + DurationFormatter.of(ttl) + " is over")
          : kept(snapshot, "its ttl of " + DurationFormatter.of(ttl) + " is not over");
    }
    return manualByChoice(snapshot) ? kept(snapshot, "manual") : aged(snapshot);
  }

  /** Checkpoints have no age (H3). */
  private RetentionDecision aged(RetentionCandidate snapshot) {
    var age = policy.cappedAge();
    return snapshot.type() == SnapshotType.SAVEPOINT && snapshot.olderThan(age, request.now())
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

  /** Whether a snapshot takes one of the places: those that stay for another reason take none. */
  private boolean counts(RetentionCandidate snapshot) {
    return snapshot.state().terminal()
        && !snapshot.leaving()
        && !snapshot.pinned()
        && snapshot.ttl() == null
        && !manualByChoice(snapshot);
  }

  private boolean manualByChoice(RetentionCandidate snapshot) {
    return snapshot.triggerType() == TriggerType.MANUAL && !policy.manualIncluded();
  }
}
