package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What people and the schedule start a cleanup with. Unlike other records it takes no field that it
 * does not know: a misspelt {@code dryRun} must not delete anything.
 *
 * @param namespace the namespace to clean up; null for all that are watched
 * @param job the name of the one job to clean up, of either kind; null for all
 * @param dryRun whether to decide and say the same, and delete nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryCleanupRequest(
    @Nullable String namespace, @Nullable String job, boolean dryRun) {
  /** All watched jobs. */
  public static final HistoryCleanupRequest ALL = new HistoryCleanupRequest(null, null, false);

  public HistoryCleanupRequest {
    namespace = blankToNull(namespace);
    job = blankToNull(job);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
