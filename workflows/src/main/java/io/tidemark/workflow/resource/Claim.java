package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A resource and its next step, decided on the resource and its job as they were just read.
 *
 * @param view the resource as it was read or, after an attempt was written to it, as written
 * @param decision the next step
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Claim(SnapshotView view, ClaimDecision decision) {
  public Claim {
    requireNonNull(view, "view is null");
    requireNonNull(decision, "decision is null");
  }

  /** Calls the method that belongs to the decision. */
  public <T> T accept(ClaimCases<T> cases) {
    return decision.accept(view, cases);
  }
}
