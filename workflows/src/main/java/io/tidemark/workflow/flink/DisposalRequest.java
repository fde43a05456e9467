package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster to dispose of a savepoint (R14).
 *
 * @param job the job through whose cluster to dispose; its job id is not used
 * @param path the savepoint's location as Flink answered it
 * @param patience how long to poll before answering PENDING; null polls until the disposal ends
 * @param disposalId of a disposal that is under way and need not be asked for again, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisposalRequest(
    FlinkJob job, String path, @Nullable Duration patience, @Nullable String disposalId) {
  public DisposalRequest {
    requireNonNull(job, "job is null");
    requireNonNull(path, "path is null");
  }

  /** Asks for a disposal from its beginning to its end. */
  public DisposalRequest(FlinkJob job, String path) {
    this(job, path, null, null);
  }

  /** The same, for so long. */
  public DisposalRequest within(Duration time) {
    return new DisposalRequest(job, path, time, disposalId);
  }

  /** What is left of it when it was PENDING. */
  public DisposalRequest goingOn(DisposalResult pending) {
    return new DisposalRequest(job, path, null, pending.disposalId());
  }
}
