package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.SessionJobId;
import org.jspecify.annotations.Nullable;

/**
 * Requests the next step of a session job.
 *
 * @param job the resource
 * @param report what Flink has answered to the step before; null for none
 * @param requests what people have asked
 * @param outage why the step before has no report, if it ended in an outage (R8); null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobClaimRequest(
    SessionJobId job,
    @Nullable FlinkReport report,
    JobRequests requests,
    @Nullable JobOutage outage) {
  public JobClaimRequest {
    requireNonNull(job, "job is null");
    requireNonNull(requests, "requests is null");
  }

  /** Creates a request after a step that did not end in an outage. */
  public JobClaimRequest(SessionJobId job, @Nullable FlinkReport report, JobRequests requests) {
    this(job, report, requests, null);
  }
}
