package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.DisposalResult;

/**
 * The request to record the end of a disposal.
 *
 * @param job the job
 * @param decision the decision that was carried out
 * @param result the result of the disposal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EntryRecordRequest(CleanupTarget job, EntryDecision decision, DisposalResult result) {
  public EntryRecordRequest {
    requireNonNull(job, "job is null");
    requireNonNull(decision, "decision is null");
    requireNonNull(result, "result is null");
  }
}
