package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.retention.HistoryCleanupResult.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run, which it carries when it continues as new. It stays far below Temporal's
 * size limit: jobs that are not listed are counted.
 *
 * @param started the start of the run
 * @param from the place at which it began; null for the first job
 * @param next the place at which it continues; null for the first job, or after the last one
 * @param counts the counts over all jobs
 * @param jobs one entry each, those with problems first, then those with something to do
 * @param problems one line for each namespace that could not be read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CleanupProgress(
    Instant started,
    @Nullable CleanupCursor from,
    @Nullable CleanupCursor next,
    Counts counts,
    List<Job> jobs,
    List<String> problems) {
  private static final Comparator<Job> ORDER =
      Comparator.comparing(Job::rank).thenComparing(Job::job);

  private static final int JOBS_LISTED = 500;
  private static final int IDLE_JOBS_LISTED = 100;
  private static final int SNAPSHOTS_LISTED = 1_000;
  private static final int PROBLEMS_LISTED = 100;

  /**
   * The counts over all jobs of a run.
   *
   * @param jobs the jobs that were planned
   * @param deleted their snapshots that were deleted
   * @param remaining the snapshots that are left to the next runs
   * @param failed the jobs with a problem
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Counts(int jobs, int deleted, int remaining, int failed) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(int examined, List<JobCleanupResult> cleanups) {
      return new Counts(
          jobs + examined,
          deleted + cleanups.stream().mapToInt(JobCleanupResult::deleted).sum(),
          remaining + cleanups.stream().mapToInt(JobCleanupResult::remaining).sum(),
          failed + (int) cleanups.stream().filter(cleanup -> cleanup.problem() != null).count());
    }
  }

  public CleanupProgress {
    requireNonNull(started, "started is null");
    requireNonNull(counts, "counts is null");
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }

  /** Returns the progress of a run that begins at a place; null for the first job. */
  public static CleanupProgress startingAt(Instant started, @Nullable CleanupCursor from) {
    return new CleanupProgress(started, from, from, Counts.NONE, List.of(), List.of());
  }

  /**
   * Returns the progress after a page.
   *
   * @param cleanups the page's jobs, as they were carried out
   */
  public CleanupProgress plus(CleanupPage page, List<JobCleanupResult> cleanups) {
    return new CleanupProgress(
        started,
        from,
        page.next(),
        counts.plus(page.examined(), cleanups),
        listed(Stream.concat(jobs.stream(), cleanups.stream().map(Job::of))),
        Stream.concat(problems.stream(), page.problems().stream())
            .distinct()
            .limit(PROBLEMS_LISTED)
            .toList());
  }

  /** Returns whether there is room to list another job with nothing to do. */
  boolean listsIdleJobs() {
    return jobs.stream().filter(job -> job.rank() == Job.IDLE).count() < IDLE_JOBS_LISTED;
  }

  private static List<Job> listed(Stream<Job> all) {
    var listed = new ArrayList<Job>();
    var lines = 0;
    for (var job : all.sorted(ORDER).toList()) {
      lines += job.snapshots().size();
      if (listed.size() < JOBS_LISTED && lines <= SNAPSHOTS_LISTED) {
        listed.add(job);
      }
    }
    return listed;
  }
}
