package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import org.jspecify.annotations.Nullable;

/**
 * The request to decide, right before its disposal, on an entry that was planned to be deleted.
 *
 * @param job the job
 * @param planned the plan
 * @param directory the savepoint directory of Flink's own configuration; null if it was not read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryClaimRequest(
    CleanupTarget job, EntryDecision planned, @Nullable SavepointDirectoryResult directory) {
  public EntryClaimRequest {
    requireNonNull(job, "job is null");
    requireNonNull(planned, "planned is null");
  }
}
