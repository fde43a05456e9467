package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.workflow.resource.Claim;
import java.util.Optional;

/**
 * A decision and what must be on the resource before it is acted on.
 *
 * @param claim the decision
 * @param newAttempt the attempt to write to the resource, if one begins
 */
record ClaimPlan(Claim claim, Optional<RecordedAttempt> newAttempt) {
  ClaimPlan {
    requireNonNull(claim, "claim is null");
    requireNonNull(newAttempt, "newAttempt is null");
  }

  static ClaimPlan of(Claim claim) {
    return new ClaimPlan(claim, Optional.empty());
  }
}
