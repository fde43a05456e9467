package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, for people to read in the Web UI (H5), and for the schedule's next run.
 *
 * @param summary one line for all jobs
 * @param jobs one entry each, those with something to do first
 * @param next the place at which the next run continues; null if this one reached the last job
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryCleanupResult(String summary, List<Job> jobs, @Nullable CleanupCursor next) {

  /**
   * The result for one job.
   *
   * @param job kind, namespace and name
   * @param summary the decisions for all its snapshots, counted, or why the job was skipped
   * @param snapshots the outcome and reason for each snapshot, and each savepoint of the legacy
   *     history, that was to be deleted
   * @param problem the error that needs attention; null if there was none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Job(String job, String summary, List<String> snapshots, @Nullable String problem) {
    static final int IDLE = 2;

    public Job {
      requireNonNull(job, "job is null");
      requireNonNull(summary, "summary is null");
      snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
    }

    static Job of(JobCleanupResult cleanup) {
      var remaining = cleanup.remaining() + " more will be deleted by the next runs";
      return new Job(
          cleanup.job().toString(),
          cleanup.summary(),
          Stream.of(
                  cleanup.entries().stream()
                      .map(decision -> decision.name() + " " + decision.description()),
                  cleanup.decisions().stream()
                      .map(decision -> decision.id().name() + " " + decision.description()),
                  Stream.of(remaining).filter(line -> cleanup.remaining() > 0))
              .flatMap(lines -> lines)
              .toList(),
          cleanup.problem());
    }

    /** Returns the place of its kind in a list: problems, something to do, nothing to do. */
    int rank() {
      if (problem != null) {
        return 0;
      }
      return snapshots.isEmpty() ? IDLE : 1;
    }
  }

  public HistoryCleanupResult {
    requireNonNull(summary, "summary is null");
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }

  /** Returns the result of a run that has ended, at the last job or by its time limit. */
  public static HistoryCleanupResult of(boolean dryRun, CleanupProgress progress) {
    var summary =
        Stream.concat(
                Stream.of(counts(progress)),
                Stream.of(
                        progress.problems().stream(),
                        place("it continued after ", progress.from()),
                        place("its time was over; the next run continues after ", progress.next()))
                    .flatMap(part -> part))
            .collect(Collectors.joining("; "));
    return new HistoryCleanupResult(
        (dryRun ? "dry run, nothing is deleted: " : "") + summary,
        progress.jobs(),
        Optional.ofNullable(progress.next()).map(CleanupCursor::withoutToken).orElse(null));
  }

  private static Stream<String> place(String words, @Nullable CleanupCursor cursor) {
    return Optional.ofNullable(cursor).map(place -> words + place).stream();
  }

  private static String counts(CleanupProgress progress) {
    var counts = progress.counts();
    return "jobs: "
        + counts.jobs()
        + ", snapshots deleted: "
        + counts.deleted()
        + ifAny(", left for the next runs: ", counts.remaining())
        + ifAny(", jobs with problems: ", counts.failed())
        + ifAny(", jobs not listed: ", counts.jobs() - progress.jobs().size());
  }

  private static String ifAny(String label, long count) {
    return count > 0 ? label + count : "";
  }
}
