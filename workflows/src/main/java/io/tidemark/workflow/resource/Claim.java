package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource and its next step, decided on the resource and its job as they were just read.
 *
 * @param view the resource as it was read or, after an attempt was written to it, as written
 * @param decision the next step
 * @param readAt the time of the read by the clock that wrote the times of the resource; null in
 *     older histories
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Claim(SnapshotView view, ClaimDecision decision, @Nullable Instant readAt) {
  public Claim {
    requireNonNull(view, "view is null");
    requireNonNull(decision, "decision is null");
  }

  public Claim(SnapshotView view, ClaimDecision decision) {
    this(view, decision, null);
  }

  /** Calls the method that belongs to the decision. */
  public <T> T accept(ClaimCases<T> cases) {
    return decision.accept(view, cases);
  }
}
