package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The input of a history cleanup. Unlike other records, it does not accept unknown fields, because
 * a misspelled {@code dryRun} must not delete anything.
 *
 * @param namespace the namespace to clean up; null for all watched ones
 * @param job the name of the one job to clean up, of either kind; null for all
 * @param dryRun true to decide and report the same, but delete nothing
 * @param progress what a run has done before it continued as new; null for a new run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryCleanupRequest(
    @Nullable String namespace,
    @Nullable String job,
    boolean dryRun,
    @Nullable CleanupProgress progress) {
  /** Cleans up all watched jobs. */
  public static final HistoryCleanupRequest ALL = new HistoryCleanupRequest(null, null, false);

  public HistoryCleanupRequest {
    namespace = blankToNull(namespace);
    job = blankToNull(job);
  }

  /** Requests a new run. */
  public HistoryCleanupRequest(@Nullable String namespace, @Nullable String job, boolean dryRun) {
    this(namespace, job, dryRun, null);
  }

  /** Returns the same request, to be continued as a new run. */
  HistoryCleanupRequest continuing(CleanupProgress done) {
    return new HistoryCleanupRequest(namespace, job, dryRun, done);
  }

  /** Returns the same request without its progress. */
  HistoryCleanupRequest scope() {
    return new HistoryCleanupRequest(namespace, job, dryRun);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
