package io.tidemark.workflow.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state that a run passes on to the next one when its history has grown long (W5); everything
 * else is on the resource.
 *
 * @param abandonReason why a person gave the snapshot up, if so
 * @param skipDisposal whether a person asked to leave the savepoint
 * @param waitingSince when the wait for the job began, if one is under way
 * @param announced the reason that the last wait was announced with
 * @param disposalFailures disposals that failed in a row
 * @param outages rounds in a row that ended without a known outcome
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContinuedState(
    @Nullable String abandonReason,
    boolean skipDisposal,
    @Nullable Instant waitingSince,
    @Nullable String announced,
    int disposalFailures,
    int outages) {
  /** The state of a first run. */
  static final ContinuedState NONE = new ContinuedState(null, false, null, null, 0, 0);
}
