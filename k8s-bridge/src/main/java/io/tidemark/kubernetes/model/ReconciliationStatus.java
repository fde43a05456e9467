package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.reconciliationStatus} of a job resource, in the reference operator's own format, so
 * that a job can move between the two systems.
 *
 * @param reconciliationTimestamp the time of the last change, in milliseconds since 1970
 * @param state the {@link State} of the last change; null before the first, which counts as
 *     UPGRADING
 * @param lastReconciledSpec the {@link ReconciledSpec} that was reached; null before the first
 * @param lastStableSpec the last one with which the job ran; null without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReconciliationStatus(
    long reconciliationTimestamp,
    @Nullable String state,
    @Nullable String lastReconciledSpec,
    @Nullable String lastStableSpec) {
  /** Nothing was reconciled yet. */
  public static final ReconciliationStatus NONE = new ReconciliationStatus(0, null, null, null);

  /** The states of the last change. */
  public enum State {
    /** The change was carried out. */
    DEPLOYED,
    /** The change is under way. */
    UPGRADING,
    /** The last stable spec is being started again. */
    ROLLING_BACK,
    /** The last stable spec runs again. */
    ROLLED_BACK
  }

  /** Returns the spec that was reached; empty before the first, or if it cannot be read. */
  public Optional<ReconciledSpec> reconciled() {
    return Optional.ofNullable(lastReconciledSpec).flatMap(ReconciledSpec::parse);
  }

  /** Returns the last spec with which the job ran; empty without one. */
  public Optional<ReconciledSpec> stable() {
    return Optional.ofNullable(lastStableSpec).flatMap(ReconciledSpec::parse);
  }

  /** Returns whether the job has run with the spec that was reached. */
  public boolean hasRun() {
    return lastReconciledSpec != null && lastReconciledSpec.equals(lastStableSpec);
  }

  /** Returns whether the state is this one. */
  public boolean is(State expected) {
    return expected.name().equals(Objects.requireNonNullElse(state, State.UPGRADING.name()));
  }

  /** Returns this status with a change in this state, which leads to a spec. */
  public ReconciliationStatus with(State newState, ReconciledSpec spec, Instant now) {
    return new ReconciliationStatus(
        now.toEpochMilli(), newState.name(), spec.json(), lastStableSpec);
  }

  /** Returns this status once the job has run with the spec that was reached. */
  public ReconciliationStatus stabilized() {
    return new ReconciliationStatus(
        reconciliationTimestamp, state, lastReconciledSpec, lastReconciledSpec);
  }
}
