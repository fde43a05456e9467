package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.kubernetes.model.LifecycleState;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.model.ReconciliationStatus;
import io.tidemark.kubernetes.model.ReconciliationStatus.State;
import io.tidemark.workflow.flink.JobStates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session job's status that follows from its spec, in the reference operator's own
 * format.
 *
 * @param jobId Flink's job id; null before the first start
 * @param jobState Flink's job state; null before the first
 * @param upgradeSavepointPath the path from which the job started, or can continue; null without
 *     one
 * @param reconciliation the spec that was reached
 * @param observedGeneration the generation of that spec
 * @param error the reason for which the spec is not carried out; null without one
 */
record SessionJobStatus(
    @Nullable String jobId,
    @Nullable String jobState,
    @Nullable String upgradeSavepointPath,
    ReconciliationStatus reconciliation,
    long observedGeneration,
    @Nullable String error) {
  static final SessionJobStatus NONE =
      new SessionJobStatus(null, null, null, ReconciliationStatus.NONE, 0, null);

  private static final JsonMapper JSON = new JsonMapper();

  SessionJobStatus {
    requireNonNull(reconciliation, "reconciliation is null");
  }

  /** Reads the status of a resource. */
  static SessionJobStatus of(JsonNode status) {
    var job = status.path("jobStatus");
    return new SessionJobStatus(
        job.path("jobId").textValue(),
        job.path("state").textValue(),
        job.path("upgradeSavepointPath").textValue(),
        reconciliation(status.path("reconciliationStatus")),
        status.path("observedGeneration").asLong(),
        status.path("error").textValue());
  }

  private static ReconciliationStatus reconciliation(JsonNode node) {
    try {
      return node.isObject()
          ? JSON.treeToValue(node, ReconciliationStatus.class)
          : ReconciliationStatus.NONE;
    } catch (JsonProcessingException unreadable) {
      return ReconciliationStatus.NONE;
    }
  }

  /** Returns the spec that was reached; empty before the first. */
  Optional<SessionJobSpec> reconciledSpec() {
    return reconciliation.reconciled().map(ReconciledSpec::spec).map(SessionJobSpec::new);
  }

  /** Returns the last spec with which the job ran; empty without one. */
  Optional<ReconciledSpec> stableSpec() {
    return reconciliation.stable();
  }

  /** Returns whether a job was started, and not stopped since. */
  boolean started() {
    return reconciledSpec().filter(spec -> !spec.suspended()).isPresent();
  }

  /** Returns whether the job was stopped, and not started since. */
  boolean stopped() {
    return reconciledSpec().filter(SessionJobSpec::suspended).isPresent();
  }

  /** Returns whether a change is under way, as far as the status says. */
  boolean changing() {
    return reconciliation.is(State.UPGRADING) || reconciliation.is(State.ROLLING_BACK);
  }

  /** Returns whether this is the job of the submission, and Flink is known to have it. */
  boolean confirms(Submission submission) {
    return submission.jobId().equals(jobId) && started() && !changing();
  }

  /** Returns whether the job has ended, as far as the status says. */
  boolean ended() {
    return jobState != null && JobStates.ended(jobState);
  }

  /** Returns whether the reference was cancelling the job, as far as the status says. */
  boolean cancelling() {
    return "CANCELLING".equals(jobState);
  }

  /** Returns the status before the submission is sent. */
  SessionJobStatus submitting(Submission submission, ReconciledSpec spec, Instant now) {
    var mode = submission.savepoint() == null ? SessionJobSpec.STATELESS : SessionJobSpec.SAVEPOINT;
    var state = submission.rollback() ? State.ROLLING_BACK : State.UPGRADING;
    return new SessionJobStatus(
        submission.jobId(),
        "RECONCILING",
        submission.savepoint(),
        reconciliation.with(
            state, spec.withJobState(SessionJobSpec.RUNNING).withUpgradeMode(mode), now),
        submission.generation(),
        submission.rollback() ? error : null);
  }

  /**
   * Returns the status of a job that another system was submitting when it ended.
   *
   * @param desired the spec that it has submitted, as far as the status does not have it
   */
  SessionJobStatus submittedByOthers(SessionJobSpec desired) {
    var mode = upgradeSavepointPath == null ? SessionJobSpec.STATELESS : SessionJobSpec.SAVEPOINT;
    var spec =
        reconciliation
            .reconciled()
            .orElseGet(() -> ReconciledSpec.of(desired.raw(), true).withUpgradeMode(mode))
            .withJobState(SessionJobSpec.RUNNING);
    var submitted =
        new ReconciliationStatus(
            reconciliation.reconciliationTimestamp(),
            reconciliation.state(),
            spec.json(),
            reconciliation.lastStableSpec());
    return new SessionJobStatus(
        jobId, jobState, upgradeSavepointPath, submitted, observedGeneration, error);
  }

  /** Returns the status once Flink knows the submitted job. */
  SessionJobStatus submitted(Instant now) {
    return reached(
        reconciliation.is(State.ROLLING_BACK) ? State.ROLLED_BACK : State.DEPLOYED, jobState, now);
  }

  /** Returns the status of a submission that has failed, with nothing that could run instead. */
  SessionJobStatus failed(String reason, Instant now) {
    var status = firstStart() ? withoutSpec() : reached(State.DEPLOYED, "FAILED", now);
    return status.withError(reason);
  }

  /** Returns the status of a started job that was cancelled, since it is not to stay (U7). */
  SessionJobStatus givenUp(String endState, Instant now) {
    return reached(State.UPGRADING, endState, now);
  }

  /** Returns whether no spec was carried out yet, so that a start is the first one. */
  boolean firstStart() {
    return reconciliation.stable().isEmpty()
        && reconciliation.reconciled().filter(spec -> !spec.firstDeployment()).isEmpty();
  }

  private SessionJobStatus withoutSpec() {
    var none = new ReconciliationStatus(reconciliation.reconciliationTimestamp(), null, null, null);
    return new SessionJobStatus(jobId, jobState, null, none, observedGeneration, error);
  }

  /**
   * Returns the status once the job has ended for a change.
   *
   * @param endState Flink's state of the ended job
   * @param path the path from which it can continue; null for none
   * @param spec the spec that the change leads to
   * @param generation the generation of that spec
   */
  SessionJobStatus ended(
      String endState, @Nullable String path, SessionJobSpec spec, long generation, Instant now) {
    return ended(endState, path, ReconciledSpec.of(spec.raw(), false), generation, now);
  }

  /** Returns the status of a submission that no job came of; a first start stays the first one. */
  SessionJobStatus notStarted(
      @Nullable String path, SessionJobSpec spec, long generation, Instant now) {
    return ended("CANCELED", path, ReconciledSpec.of(spec.raw(), firstStart()), generation, now);
  }

  private SessionJobStatus ended(
      String endState, @Nullable String path, ReconciledSpec spec, long generation, Instant now) {
    var mode = path == null ? SessionJobSpec.STATELESS : SessionJobSpec.SAVEPOINT;
    var reached = spec.withJobState(SessionJobSpec.SUSPENDED).withUpgradeMode(mode);
    return new SessionJobStatus(
        jobId,
        endState,
        path,
        reconciliation.with(State.UPGRADING, reached, now),
        generation,
        null);
  }

  /** Returns the status of a job that was stopped and stays so; the path stays. */
  SessionJobStatus suspended(SessionJobSpec spec, long generation, Instant now) {
    var mode = reconciledSpec().map(SessionJobSpec::upgradeMode).orElse(spec.upgradeMode());
    var reached =
        ReconciledSpec.of(spec.raw(), false)
            .withJobState(SessionJobSpec.SUSPENDED)
            .withUpgradeMode(mode);
    return new SessionJobStatus(
        jobId,
        jobState,
        upgradeSavepointPath,
        reconciliation.with(State.DEPLOYED, reached, now).stabilized(),
        generation,
        null);
  }

  /** Returns the status of a job that runs on by a spec that differs in ignored fields only. */
  SessionJobStatus unchanged(SessionJobSpec spec, long generation, Instant now) {
    var stable = reconciliation.hasRun();
    var mode = reconciledSpec().map(SessionJobSpec::upgradeMode).orElse(spec.upgradeMode());
    var first = reconciliation.reconciled().filter(ReconciledSpec::firstDeployment).isPresent();
    var reached =
        ReconciledSpec.of(spec.raw(), first)
            .withJobState(SessionJobSpec.RUNNING)
            .withUpgradeMode(mode);
    var deployed = reconciliation.with(State.DEPLOYED, reached, now);
    return new SessionJobStatus(
        jobId,
        jobState,
        upgradeSavepointPath,
        stable ? deployed.stabilized() : deployed,
        generation,
        null);
  }

  /** Returns the status of a job that Flink was seen to run by the spec that was reached. */
  SessionJobStatus stable(String seen) {
    return new SessionJobStatus(
        jobId,
        seen,
        upgradeSavepointPath,
        reconciliation.stabilized(),
        observedGeneration,
        reconciliation.is(State.ROLLED_BACK) ? error : null);
  }

  /** Returns the status with another state of Flink's job. */
  SessionJobStatus withJobState(String seen) {
    return new SessionJobStatus(
        jobId, seen, upgradeSavepointPath, reconciliation, observedGeneration, error);
  }

  /** Returns the status with an error; null for none. */
  SessionJobStatus withError(@Nullable String text) {
    return new SessionJobStatus(
        jobId, jobState, upgradeSavepointPath, reconciliation, observedGeneration, text);
  }

  private SessionJobStatus reached(State state, @Nullable String seen, Instant now) {
    var reached =
        new ReconciliationStatus(
            now.toEpochMilli(),
            state.name(),
            reconciliation.lastReconciledSpec(),
            reconciliation.lastStableSpec());
    return new SessionJobStatus(
        jobId, seen, upgradeSavepointPath, reached, observedGeneration, error);
  }

  /** Returns the merge patch of the status; a field without a value is removed. */
  Map<String, Object> patch(boolean deleting) {
    var job = new LinkedHashMap<String, Object>();
    job.put("jobId", jobId);
    job.put("state", jobState);
    job.put("upgradeSavepointPath", upgradeSavepointPath);
    var reconciled = new LinkedHashMap<String, Object>();
    reconciled.put("reconciliationTimestamp", reconciliation.reconciliationTimestamp());
    reconciled.put("state", reconciliation.state());
    reconciled.put("lastReconciledSpec", reconciliation.lastReconciledSpec());
    reconciled.put("lastStableSpec", reconciliation.lastStableSpec());
    var patch = new LinkedHashMap<String, Object>();
    patch.put("jobStatus", job);
    patch.put("reconciliationStatus", reconciled);
    patch.put("observedGeneration", observedGeneration);
    patch.put("lifecycleState", lifecycleState(deleting).name());
    patch.put("error", error);
    return patch;
  }

  /** Returns the lifecycle state that follows. */
  LifecycleState lifecycleState(boolean deleting) {
    return LifecycleState.of(deleting, reconciliation, jobState, error);
  }
}
