package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests a stop with savepoint (U1).
 *
 * @param job the job
 * @param triggerId the computed id of this try
 * @param targetDirectory the savepoint directory; null for Flink's own default
 * @param formatType CANONICAL or NATIVE
 * @param drain whether the job ends its event time before it stops
 * @param blind whether the try has just been written by this run: it is sent without a look. The
 *     second try of the activity asks for the trigger id first.
 * @param at when the try was written: an older savepoint is not its own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StopRequest(
    FlinkJob job,
    String triggerId,
    @Nullable String targetDirectory,
    String formatType,
    boolean drain,
    boolean blind,
    Instant at) {
  public StopRequest {
    requireNonNull(job, "job is null");
    requireNonNull(triggerId, "triggerId is null");
    requireNonNull(formatType, "formatType is null");
    requireNonNull(at, "at is null");
  }

  /** Returns the same request for a call that may follow another one. */
  StopRequest repeated() {
    return new StopRequest(job, triggerId, targetDirectory, formatType, drain, false, at);
  }
}
