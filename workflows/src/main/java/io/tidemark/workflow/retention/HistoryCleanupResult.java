package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, for people to read in the Web UI (H5). It stays far below the size that Temporal
 * takes: what is not listed is counted.
 *
 * @param summary one line for all
 * @param jobs in short, those first for which there was something to do
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HistoryCleanupResult(String summary, List<Job> jobs) {
  private static final int JOBS_LISTED = 500;

  /**
   * One job.
   *
   * @param job kind, namespace and name
   * @param inShort what was decided of all of its snapshots, or why none was looked at
   * @param snapshots what was done with each that was to be deleted, and why
   * @param problem what went wrong
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Job(String job, String inShort, List<String> snapshots, @Nullable String problem) {
    public Job {
      requireNonNull(job, "job is null");
      requireNonNull(inShort, "inShort is null");
      snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
    }

    private static Job of(JobCleanupResult cleanup) {
      var left = cleanup.left() + " more are to be deleted by the next runs";
      return new Job(
          cleanup.job().toString(),
          cleanup.inShort(),
          Stream.concat(
                  cleanup.decisions().stream().map(it -> it.id().name() + " " + it.words()),
                  Stream.of(left).filter(any -> cleanup.left() > 0))
              .toList(),
          cleanup.problem());
    }
  }

  public HistoryCleanupResult {
    requireNonNull(summary, "summary is null");
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }

  /** The result of a run. */
  public static HistoryCleanupResult of(boolean dryRun, List<JobCleanupResult> cleanups) {
    var listed =
        cleanups.stream()
            .sorted(Comparator.comparing(HistoryCleanupResult::nothingToDo))
            .limit(JOBS_LISTED)
            .map(Job::of)
            .toList();
    return new HistoryCleanupResult(
        (dryRun ? "dry run, nothing is deleted: " : "") + summary(cleanups), listed);
  }

  private static boolean nothingToDo(JobCleanupResult cleanup) {
    return cleanup.decisions().isEmpty() && cleanup.left() == 0 && cleanup.problem() == null;
  }

  private static String summary(List<JobCleanupResult> cleanups) {
    var deleted = cleanups.stream().mapToInt(it -> it.deletions().size()).sum();
    var left = cleanups.stream().mapToInt(JobCleanupResult::left).sum();
    var problems = cleanups.stream().filter(it -> it.problem() != null).count();
    var unlisted = cleanups.size() - JOBS_LISTED;
    return "jobs: "
        + cleanups.size()
        + ", snapshots deleted: "
        + deleted
        + ifAny(", left to the next runs: ", left)
        + ifAny(", jobs with a problem: ", problems)
        + ifAny(", jobs not listed: ", unlisted);
  }

  private static String ifAny(String what, long count) {
    return count > 0 ? what + count : "";
  }
}
