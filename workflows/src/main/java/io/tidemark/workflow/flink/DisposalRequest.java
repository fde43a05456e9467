package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Requests the disposal of a savepoint from a cluster (R14).
 *
 * @param job the job through whose cluster to dispose; its job id is not used
 * @param path the savepoint's location as Flink reported it
 * @param disposalId the id under which Flink has accepted the disposal before; null if it has not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalRequest(FlinkJob job, String path, @Nullable String disposalId) {
  public DisposalRequest {
    requireNonNull(job, "job is null");
    requireNonNull(path, "path is null");
  }

  /** Creates a request for a disposal that has not begun. */
  public DisposalRequest(FlinkJob job, String path) {
    this(job, path, null);
  }

  /** Returns the request to continue where the pending disposal is. */
  public DisposalRequest continuing(DisposalResult pending) {
    return new DisposalRequest(job, path, pending.disposalId());
  }
}
