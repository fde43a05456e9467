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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryCleanupRequest(
    @Nullable String namespace, @Nullable String job, boolean dryRun) {
  /** Cleans up all watched jobs. */
  public static final HistoryCleanupRequest ALL = new HistoryCleanupRequest(null, null, false);

  public HistoryCleanupRequest {
    namespace = blankToNull(namespace);
    job = blankToNull(job);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
