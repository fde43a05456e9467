package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The state that a run passes on to the next one when its history has grown long (W5); everything
 * else is on the resource and at Flink.
 *
 * @param requests what people have asked
 * @param beingDeleted whether the resource is known to be deleted
 * @param outages steps in a row that ended in an outage
 * @param steps what was done at Flink
 * @param report what Flink has answered to the last step; null for none
 * @param outage the outage in which the last step ended; null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContinuedState(
    JobRequests requests,
    boolean beingDeleted,
    int outages,
    ChangeSteps steps,
    @Nullable FlinkReport report,
    @Nullable JobOutage outage) {
  /** The state of a first run. */
  static final ContinuedState NONE =
      new ContinuedState(JobRequests.NONE, false, 0, ChangeSteps.NONE, null, null);

  public ContinuedState {
    requireNonNull(requests, "requests is null");
    requireNonNull(steps, "steps is null");
  }
}
