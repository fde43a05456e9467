package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.workflow.resource.ClaimDecision;
import java.util.Optional;

/**
 * A decision, and the attempt that must be on the resource before the decision is executed.
 *
 * @param decision the decision
 * @param newAttempt the attempt to write to the resource; empty unless one starts
 */
record ClaimPlan(ClaimDecision decision, Optional<RecordedAttempt> newAttempt) {
  ClaimPlan {
    requireNonNull(decision, "decision is null");
    requireNonNull(newAttempt, "newAttempt is null");
  }

  static ClaimPlan of(ClaimDecision decision) {
    return new ClaimPlan(decision, Optional.empty());
  }
}
