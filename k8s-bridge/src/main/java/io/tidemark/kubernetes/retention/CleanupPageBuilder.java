package io.tidemark.kubernetes.retention;

import io.tidemark.workflow.retention.CleanupCursor;
import io.tidemark.workflow.retention.CleanupPage;
import io.tidemark.workflow.retention.CleanupPageRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the plans of a page, up to the limits on its size and on the time that it takes. */
final class CleanupPageBuilder {
  private final PageLimits limits;
  private final boolean idleJobsListed;
  private final List<JobCleanupResult> jobs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int examined;
  private int deletions;
  private int lists;

  CleanupPageBuilder(CleanupPageRequest request, PageLimits limits) {
    this.limits = limits;
    this.idleJobsListed = request.idleJobsListed() || request.scope().job() != null;
  }

  /** Returns whether another list may be read. */
  boolean mayContinue() {
    return examined < limits.jobs() && lists < limits.lists() && !isFull();
  }

  void countList() {
    lists++;
  }

  /** Returns whether no other job may be planned. */
  boolean isFull() {
    return deletions >= CleanupPage.MAX_DELETIONS;
  }

  /** Returns the number of snapshots that may be deleted of the next job. */
  int limit() {
    return Math.min(CleanupPage.MAX_DELETIONS - deletions, CleanupPage.MAX_DELETIONS_OF_JOB);
  }

  void add(JobCleanupResult planned) {
    examined++;
    deletions += planned.decisions().size() + planned.entries().size();
    if (idleJobsListed || !planned.idle()) {
      jobs.add(planned);
    }
  }

  void addProblem(String problem) {
    problems.add(problem);
  }

  CleanupPage endingAt(Optional<CleanupCursor> next) {
    return new CleanupPage(
        jobs, examined, problems.stream().distinct().toList(), next.orElse(null));
  }
}
