package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run does for one job: first as it is planned, then as it was carried out.
 *
 * @param job the job
 * @param inShort what becomes of all of its snapshots, or why none was looked at
 * @param decisions those that this run deletes, oldest first; one that was changed in the meantime
 *     and stays says why
 * @param left how many more are to be deleted, which the next runs do
 * @param problem what keeps the job from being cleaned up until somebody mends it, or the next run
 *     tries again; null if all is well
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobCleanupResult(
    CleanupJob job,
    String inShort,
    List<RetentionDecision> decisions,
    int left,
    @Nullable String problem) {

  public JobCleanupResult {
    requireNonNull(job, "job is null");
    inShort = inShort == null ? "" : inShort;
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /** A plan; of the snapshots to be deleted, the oldest ones up to the limit. */
  public static JobCleanupResult of(CleanupPlanRequest question, RetentionPlan plan) {
    var oldestFirst = new ArrayList<>(plan.deletions());
    Collections.reverse(oldestFirst);
    var now = oldestFirst.subList(0, Math.min(question.limit(), oldestFirst.size()));
    var left = oldestFirst.size() - now.size();
    return new JobCleanupResult(question.job(), plan.summary(), now, left, null);
  }

  /** The job is left alone, and that is as it should be. */
  public static JobCleanupResult leftAlone(CleanupJob job, String why) {
    return new JobCleanupResult(job, "left alone: " + why, List.of(), 0, null);
  }

  /** The job is left alone because of a problem. */
  public static JobCleanupResult hindered(CleanupJob job, String problem) {
    return leftAlone(job, "there is a problem").withProblem(problem);
  }

  /** The same, as it was carried out. */
  public JobCleanupResult carriedOut(List<RetentionDecision> outcomes) {
    return new JobCleanupResult(job, inShort, outcomes, left, problem);
  }

  /** The same, of which some may not have been done. */
  public JobCleanupResult withProblem(String what) {
    return new JobCleanupResult(job, inShort, decisions, left, what);
  }

  /** Those that are deleted. */
  public List<RetentionDecision> deletions() {
    return decisions.stream().filter(RetentionDecision::deletes).toList();
  }
}
