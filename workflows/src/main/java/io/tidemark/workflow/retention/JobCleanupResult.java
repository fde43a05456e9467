package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.retention.RetentionDecision.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cleanup of one job by one run: first as planned, then as carried out.
 *
 * @param job the job
 * @param summary the decisions for all its snapshots, counted, or why the job is skipped
 * @param decisions the snapshots that this run deletes, oldest first; one that was changed since
 *     the plan and stays has its new decision
 * @param entries the entries of the job's legacy history that this run deletes, oldest first; one
 *     that stays after all has its new decision
 * @param remaining the number of snapshots and entries that are left for the next runs to delete
 * @param problem the error that blocks the cleanup until someone fixes it or the next run retries;
 *     null if there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobCleanupResult(
    CleanupTarget job,
    String summary,
    List<RetentionDecision> decisions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EntryDecision> entries,
    int remaining,
    @Nullable String problem) {

  public JobCleanupResult {
    requireNonNull(job, "job is null");
    summary = summary == null ? "" : summary;
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
    entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /** Returns a plan with the oldest snapshots to be deleted, up to the limit. */
  public static JobCleanupResult planned(CleanupTarget job, int limit, RetentionPlan plan) {
    var snapshots = oldest(plan.deletions(), limit);
    var entries = oldest(plan.entryDeletions(), limit - snapshots.size());
    var all = plan.deletions().size() + plan.entryDeletions().size();
    var remaining = all - snapshots.size() - entries.size();
    return new JobCleanupResult(job, plan.summary(), snapshots, entries, remaining, null);
  }

  /** Returns the last ones of a list whose newest is first, oldest first. */
  private static <T> List<T> oldest(List<T> newestFirst, int limit) {
    var oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return oldestFirst.subList(0, Math.min(limit, oldestFirst.size()));
  }

  /** Returns that the job is skipped on purpose. */
  public static JobCleanupResult skipped(CleanupTarget job, String reason) {
    return new JobCleanupResult(job, "skipped: " + reason, List.of(), List.of(), 0, null);
  }

  /** Returns that the job is skipped because of a problem. */
  public static JobCleanupResult failed(CleanupTarget job, String problem) {
    return skipped(job, "see the problem").withProblem(problem);
  }

  /** Returns this result with the decisions that were carried out. */
  public JobCleanupResult withOutcomes(List<RetentionDecision> outcomes) {
    var refused = outcomes.stream().filter(it -> it.verdict() == Verdict.REFUSED).count();
    var carriedOut = new JobCleanupResult(job, summary, outcomes, entries, remaining, problem);
    return refused == 0
        ? carriedOut
        : carriedOut.withProblem("deletions that the API server refuses: " + refused);
  }

  /**
   * Returns this result with the decisions on the legacy history that were carried out; entries
   * beyond them are left for the next runs.
   */
  JobCleanupResult withEntryOutcomes(List<EntryDecision> outcomes) {
    var failed = outcomes.stream().filter(it -> it.verdict() == Verdict.REFUSED).count();
    var left = remaining + entries.size() - outcomes.size();
    var carriedOut = new JobCleanupResult(job, summary, decisions, outcomes, left, problem);
    return failed == 0
        ? carriedOut
        : carriedOut.withProblem("savepoints of the history that were not disposed of: " + failed);
  }

  /** Returns this result with a problem, because of which it may be incomplete. */
  public JobCleanupResult withProblem(String newProblem) {
    var all = problem == null ? newProblem : problem + "; " + newProblem;
    return new JobCleanupResult(job, summary, decisions, entries, remaining, all);
  }

  /** Returns whether there is nothing to delete and nothing to report. */
  public boolean idle() {
    return decisions.isEmpty() && entries.isEmpty() && remaining == 0 && problem == null;
  }

  /** Returns the number of snapshots, and of savepoints of the legacy history, that are deleted. */
  int deleted() {
    return deletions().size() + entryDeletions().size();
  }

  /** Returns the decisions to delete entries of the legacy history. */
  public List<EntryDecision> entryDeletions() {
    return entries.stream().filter(EntryDecision::deletes).toList();
  }

  /** Returns the decisions to delete. */
  public List<RetentionDecision> deletions() {
    return decisions.stream().filter(RetentionDecision::deletes).toList();
  }
}
