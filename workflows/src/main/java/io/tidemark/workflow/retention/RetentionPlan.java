package io.tidemark.workflow.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.reverseOrder;

import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The decisions for all snapshots of one job, newest first, savepoints before checkpoints. Pure:
 * the same input gives the same plan, and a plan that is made again after its deletions deletes
 * nothing.
 *
 * @param decisions one for each snapshot of the job
 * @param entries one for each entry of its legacy history
 */
public record RetentionPlan(List<RetentionDecision> decisions, List<EntryDecision> entries) {
  /**
   * Orders the newest first, by the time of their data. Creation timestamps are in whole seconds,
   * so result timestamps, names and uids decide between equal ones.
   */
  private static final Comparator<RetentionCandidate> NEWEST_FIRST =
      comparing(RetentionCandidate::taken)
          .thenComparing(RetentionCandidate::result, nullsFirst(naturalOrder()))
          .reversed()
          .thenComparing(snapshot -> snapshot.id().name(), reverseOrder())
          .thenComparing(snapshot -> snapshot.id().uid(), reverseOrder());

  /** Limits the length of a summary: each ttl is another reason, so there may be many. */
  private static final int MAX_REASONS = 10;

  public RetentionPlan {
    decisions = List.copyOf(decisions);
    entries = List.copyOf(entries);
  }

  /** Creates the plan of a job without a legacy history. */
  public RetentionPlan(List<RetentionDecision> decisions) {
    this(decisions, List.of());
  }

  /** Decides over the snapshots of a job; those of other jobs in the history are ignored. */
  public static RetentionPlan of(JobHistory history) {
    var newestFirst = history.ofJob().stream().sorted(NEWEST_FIRST).toList();
    var rules = new EnumMap<SnapshotType, RetentionRules>(SnapshotType.class);
    for (var type : SnapshotType.values()) {
      rules.put(type, rules(history, type, newestFirst));
    }
    return new RetentionPlan(
        rules.values().stream().flatMap(it -> it.decisions().stream()).toList(),
        new EntryRules(history, rules.get(SnapshotType.SAVEPOINT)).decisions());
  }

  private static RetentionRules rules(
      JobHistory history, SnapshotType type, List<RetentionCandidate> newestFirst) {
    var ofType = newestFirst.stream().filter(snapshot -> snapshot.type() == type).toList();
    return new RetentionRules(history, type, ofType);
  }

  /** Returns the decisions to delete. */
  public List<RetentionDecision> deletions() {
    return decisions.stream().filter(RetentionDecision::deletes).toList();
  }

  /** Returns the decisions to delete entries of the legacy history. */
  public List<EntryDecision> entryDeletions() {
    return entries.stream().filter(EntryDecision::deletes).toList();
  }

  /** Returns, for example, {@code 1 kept: newest completed, 2 deleted: older than 24 h}. */
  public String summary() {
    var counts = new LinkedHashMap<String, Integer>();
    Stream.concat(
            decisions.stream().map(RetentionDecision::description),
            entries.stream().map(EntryDecision::description))
        .forEach(description -> counts.merge(description, 1, Integer::sum));
    var parts =
        counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey()).toList();
    return parts.isEmpty() ? "no snapshots" : ListFormatter.of(parts, MAX_REASONS);
  }
}
