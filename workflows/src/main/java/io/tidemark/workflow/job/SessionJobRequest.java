package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.SessionJobId;
import org.jspecify.annotations.Nullable;

/**
 * The whole input of a session job's workflow; everything else is read from the resource and Flink.
 *
 * @param job the resource
 * @param continued the state of the previous run of the same change; null for a first run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionJobRequest(SessionJobId job, @Nullable ContinuedState continued) {
  public SessionJobRequest {
    requireNonNull(job, "job is null");
  }

  /** Creates the request for a first run. */
  public SessionJobRequest(SessionJobId job) {
    this(job, null);
  }

  ContinuedState continuedState() {
    return continued == null ? ContinuedState.NONE : continued;
  }
}
