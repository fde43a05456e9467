package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, for people to read in the Web UI (H5). It stays far below Temporal's size
 * limit: jobs that are not listed are counted.
 *
 * @param summary one line for all jobs
 * @param jobs one entry each, those with something to do first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HistoryCleanupResult(String summary, List<Job> jobs) {
  private static final int JOBS_LISTED = 500;

  /**
   * The result for one job.
   *
   * @param job kind, namespace and name
   * @param summary the decisions for all its snapshots, counted, or why the job was skipped
   * @param snapshots the outcome and reason for each snapshot that was to be deleted
   * @param problem the error that needs attention; null if there was none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Job(String job, String summary, List<String> snapshots, @Nullable String problem) {
    public Job {
      requireNonNull(job, "job is null");
      requireNonNull(summary, "summary is null");
      snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
    }

    private static Job of(JobCleanupResult cleanup) {
      var remaining = cleanup.remaining() + " more will be deleted by the next runs";
      return new Job(
          cleanup.job().toString(),
          cleanup.summary(),
          Stream.concat(
                  cleanup.decisions().stream()
                      .map(decision -> decision.id().name() + " " + decision.description()),
                  Stream.of(remaining).filter(line -> cleanup.remaining() > 0))
              .toList(),
          cleanup.problem());
    }
  }

  public HistoryCleanupResult {
    requireNonNull(summary, "summary is null");
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }

  /**
   * Returns the result of a run.
   *
   * @param problems one line for each namespace whose jobs could not be listed
   */
  public static HistoryCleanupResult of(
      boolean dryRun, List<JobCleanupResult> cleanups, List<String> problems) {
    var listed =
        cleanups.stream()
            .sorted(Comparator.comparing(HistoryCleanupResult::nothingToDo))
            .limit(JOBS_LISTED)
            .map(Job::of)
            .toList();
    return new HistoryCleanupResult(
        (dryRun ? "dry run, nothing is deleted: " : "") + summary(cleanups) + ifAny(problems),
        listed);
  }

  private static boolean nothingToDo(JobCleanupResult cleanup) {
    return cleanup.decisions().isEmpty() && cleanup.remaining() == 0 && cleanup.problem() == null;
  }

  private static String summary(List<JobCleanupResult> cleanups) {
    var deleted = cleanups.stream().mapToInt(cleanup -> cleanup.deletions().size()).sum();
    var remaining = cleanups.stream().mapToInt(JobCleanupResult::remaining).sum();
    var problems = cleanups.stream().filter(cleanup -> cleanup.problem() != null).count();
    var unlisted = cleanups.size() - JOBS_LISTED;
    return "jobs: "
        + cleanups.size()
        + ", snapshots deleted: "
        + deleted
        + ifAny(", left for the next runs: ", remaining)
        + ifAny(", jobs with problems: ", problems)
        + ifAny(", jobs not listed: ", unlisted);
  }

  private static String ifAny(String label, long count) {
    return count > 0 ? label + count : "";
  }

  private static String ifAny(List<String> problems) {
    return problems.isEmpty() ? "" : "; " + String.join("; ", problems);
  }
}
