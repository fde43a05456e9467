package io.tidemark.kubernetes.model;

import io.tidemark.kubernetes.model.ReconciliationStatus.State;
import org.jspecify.annotations.Nullable;

/** {@code status.lifecycleState} of a job resource, by the reference operator's own rules. */
public enum LifecycleState {
  CREATED,
  SUSPENDED,
  UPGRADING,
  DEPLOYED,
  STABLE,
  ROLLING_BACK,
  ROLLED_BACK,
  FAILED,
  DELETING,
  DELETED;

  /**
   * Returns the state that follows from the rest of the status. Pure.
   *
   * @param deleting whether the resource is being deleted
   * @param status the reconciliation status
   * @param jobState Flink's job state; null before the first
   * @param error the error in the status; null without one
   */
  public static LifecycleState of(
      boolean deleting,
      ReconciliationStatus status,
      @Nullable String jobState,
      @Nullable String error) {
    if (deleting) {
      return DELETING;
    }
    if (status.lastReconciledSpec() == null) {
      return error == null ? CREATED : FAILED;
    }
    if (status.is(State.UPGRADING)) {
      return UPGRADING;
    }
    if (status.is(State.ROLLING_BACK)) {
      return ROLLING_BACK;
    }
    return deployed(status, jobState);
  }

  private static LifecycleState deployed(ReconciliationStatus status, @Nullable String jobState) {
    if (status
        .reconciled()
        .flatMap(ReconciledSpec::jobState)
        .filter("suspended"::equals)
        .isPresent()) {
      return SUSPENDED;
    }
    if ("FAILED".equals(jobState)) {
      return FAILED;
    }
    if (status.is(State.ROLLED_BACK)) {
      return ROLLED_BACK;
    }
    return status.hasRun() ? STABLE : DEPLOYED;
  }
}
