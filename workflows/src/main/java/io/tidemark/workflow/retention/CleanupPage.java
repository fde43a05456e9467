package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plans for some jobs.
 *
 * @param jobs the jobs with something to do or to report, and those that were asked for
 * @param examined the number of all jobs that were planned
 * @param problems one line for each namespace that could not be read
 * @param next the place of the next page; null after the last one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupPage(
    List<JobCleanupResult> jobs,
    int examined,
    List<String> problems,
    @Nullable CleanupCursor next) {
  /** Bounds the size of a page in the history; a page may end before its jobs do. */
  public static final int MAX_DELETIONS = 1_000;

  /** Leaves some of a page's deletions to the other jobs. */
  public static final int MAX_DELETIONS_OF_JOB = 100;

  public CleanupPage {
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }

  CleanupPage withProblem(String problem) {
    var all = Stream.concat(Stream.of(problem), problems.stream()).toList();
    return new CleanupPage(jobs, examined, all, next);
  }
}
