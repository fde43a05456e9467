package io.tidemark.workflow.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.ListFormatter;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What becomes of the snapshots of one job: one decision for each, newest first, savepoints before
 * checkpoints. Pure: the same facts give the same plan, and deleting what it says and asking again
 * deletes nothing.
 *
 * @param decisions one for each snapshot of the job
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetentionPlan(List<RetentionDecision> decisions) {
  /**
   * Newest first. Creation timestamps are whole seconds, so results, names and uids settle what is
   * equal.
   */
  private static final Comparator<RetentionCandidate> NEWEST_FIRST =
      comparing(RetentionCandidate::created)
          .thenComparing(RetentionCandidate::result, nullsFirst(naturalOrder()))
          .reversed()
          .thenComparing(it -> it.id().name(), reverseOrder())
          .thenComparing(it -> it.id().uid(), reverseOrder());

  /** Each ttl is a reason of its own, so there may be many. */
  private static final int REASONS = 10;

  public RetentionPlan {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /** Decides. */
  public static RetentionPlan of(RetentionRequest request) {
    var newestFirst = request.own().stream().sorted(NEWEST_FIRST).toList();
    return new RetentionPlan(
        Arrays.stream(SnapshotType.values())
            .flatMap(type -> rules(request, type, newestFirst).decisions().stream())
            .toList());
  }

  private static RetentionRules rules(
      RetentionRequest request, SnapshotType type, List<RetentionCandidate> newestFirst) {
    var ofType = newestFirst.stream().filter(it -> it.type() == type).toList();
    return new RetentionRules(request, type, ofType);
  }

  /** Those to be deleted. */
  public List<RetentionDecision> deletions() {
    return decisions.stream().filter(RetentionDecision::deletes).toList();
  }

  /** The plan in short: {@code 1 kept: newest completed, 2 deleted: older than 24 h}. */
  public String summary() {
    var counts = new LinkedHashMap<String, Integer>();
    decisions.forEach(it -> counts.merge(it.words(), 1, Integer::sum));
    var parts = counts.entrySet().stream().map(it -> it.getValue() + " " + it.getKey()).toList();
    return parts.isEmpty() ? "no snapshots" : ListFormatter.of(parts, REASONS);
  }
}
