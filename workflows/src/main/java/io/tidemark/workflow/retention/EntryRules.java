package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.EntryDecision.deleted;
import static io.tidemark.workflow.retention.EntryDecision.kept;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.model.SavepointPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Applies the rules to the legacy history of a job, in order of precedence (H6). Savepoints of all
 * trigger types are candidates, since nothing else refers to them.
 */
final class EntryRules {
  private final JobHistory history;
  private final RetentionPolicy policy;
  private final List<HistoryEntry> newestFirst;
  private final List<Instant> countedResources;
  private final Optional<HistoryEntry> newest;

  /**
   * @param savepoints the rules for the savepoint resources of the same job
   */
  EntryRules(JobHistory history, RetentionRules savepoints) {
    this.history = history;
    this.policy = history.policy();
    var entries = new ArrayList<>(history.legacy().entries());
    Collections.reverse(entries); // A stable sort keeps the later of two equal ones first.
    this.newestFirst =
        entries.stream().sorted(comparing(HistoryEntry::timeStamp).reversed()).toList();
    var resources =
        history.legacy().countedAlone() ? Stream.<RetentionCandidate>of() : savepoints.counted();
    this.countedResources = resources.map(RetentionCandidate::taken).toList();
    var newestResource = savepoints.newestCompleted().map(RetentionCandidate::taken);
    this.newest =
        newestFirst.stream()
            .filter(HistoryEntry::usable)
            .findFirst()
            .filter(entry -> newestResource.filter(entry.time()::isBefore).isEmpty());
  }

  /** Returns the decisions, newest first. */
  List<EntryDecision> decisions() {
    var decided =
        newestFirst.stream().map(entry -> exempt(entry).orElseGet(() -> limited(entry))).toList();
    var kept =
        decided.stream()
            .filter(decision -> !decision.deletes())
            .map(decision -> SavepointPath.of(decision.location()))
            .collect(groupingBy(SavepointPath::path));
    return decided.stream().map(decision -> unlessShared(decision, kept)).toList();
  }

  /** Keeps an entry whose savepoint may be that of an entry that is kept. */
  private static EntryDecision unlessShared(
      EntryDecision decision, Map<String, List<SavepointPath>> kept) {
    var path = SavepointPath.of(decision.location());
    return decision.deletes()
            && kept.getOrDefault(path.path(), List.of()).stream().anyMatch(path::mayEqual)
        ? decision.kept("its savepoint is that of another entry")
        : decision;
  }

  private Optional<EntryDecision> exempt(HistoryEntry entry) {
    if (!policy.savepointCleanup()) {
      return Optional.of(kept(entry, "savepoint cleanup is off"));
    }
    if (entry.keptBecause() != null) {
      return Optional.of(kept(entry, entry.keptBecause()));
    }
    if (policy.orphans() != null) {
      return Optional.of(kept(entry, policy.orphans().description()));
    }
    return newest.filter(entry::equals).map(it -> kept(it, "newest completed"));
  }

  private EntryDecision limited(HistoryEntry entry) {
    var age = policy.cappedAge();
    if (entry.olderThan(age, history.now())) {
      return ifAllowed(entry, deleted(entry, "older than " + DurationFormatter.of(age)));
    }
    var count = policy.cappedCount();
    return newer(entry) >= count
        ? ifAllowed(entry, deleted(entry, "not among the newest " + count + " completed"))
        : kept(entry, "within the limits");
  }

  private static EntryDecision ifAllowed(HistoryEntry entry, EntryDecision decision) {
    return entry.refusal() == null ? decision : decision.skipped(entry.refusal());
  }

  /** Returns the number of newer savepoints that count towards the limit. */
  private long newer(HistoryEntry entry) {
    return newestFirst.indexOf(entry)
        + countedResources.stream().filter(taken -> !taken.isBefore(entry.time())).count();
  }
}
