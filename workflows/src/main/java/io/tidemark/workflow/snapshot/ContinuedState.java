package io.tidemark.workflow.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state that a run passes on to the next one when its history has grown long (W5); everything
 * else is on the resource.
 *
 * @param abandonReason a person's reason to give the snapshot up; null without such a request
 * @param skipDisposal whether a person requested to keep the savepoint
 * @param waitingSince start of the wait for the job; null outside of a wait
 * @param announcedReason the reason in the event that announced the last wait
 * @param disposalFailures disposals that failed in a row
 * @param outages steps in a row that ended in an outage
 * @param slowAttempt the attempt that was last reported as slow; 0 for none
 * @param beingDeleted whether the resource is known to be deleted
 * @param carried in legacy mode, the uid of the snapshot whose state this is; null for a resource
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContinuedState(
    @Nullable String abandonReason,
    boolean skipDisposal,
    @Nullable Instant waitingSince,
    @JsonProperty("announced") @Nullable String announcedReason,
    int disposalFailures,
    int outages,
    int slowAttempt,
    boolean beingDeleted,
    @Nullable String carried) {
  /** The state of a first run. */
  static final ContinuedState NONE =
      new ContinuedState(null, false, null, null, 0, 0, 0, false, null);
}
