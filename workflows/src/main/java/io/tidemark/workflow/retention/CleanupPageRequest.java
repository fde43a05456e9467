package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The request to plan the cleanup of the next jobs.
 *
 * @param scope the namespace or job to clean up; its progress is left out
 * @param cursor the place to continue at; null for the first page
 * @param skipped true if what lies at the cursor cannot be read, so that the next namespace or kind
 *     is read instead
 * @param idleJobsListed true if the page lists jobs with nothing to do too
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupPageRequest(
    HistoryCleanupRequest scope,
    @Nullable CleanupCursor cursor,
    boolean skipped,
    boolean idleJobsListed) {
  public CleanupPageRequest {
    requireNonNull(scope, "scope is null");
  }

  /** Returns the request to continue after what cannot be read. */
  CleanupPageRequest skipping() {
    return new CleanupPageRequest(scope, cursor, true, idleJobsListed);
  }
}
