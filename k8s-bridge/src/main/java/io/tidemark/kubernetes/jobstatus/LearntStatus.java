package io.tidemark.kubernetes.jobstatus;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.kubernetes.model.LifecycleState;
import io.tidemark.kubernetes.model.ReconciledSpec;
import io.tidemark.kubernetes.model.ReconciliationStatus;
import io.tidemark.kubernetes.model.ReconciliationStatus.State;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.flink.JobStates;
import io.tidemark.workflow.model.JobReference;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job resource as its cluster's answer makes it. Pure.
 *
 * @param job {@code jobStatus}
 * @param deployment {@code jobManagerDeploymentStatus}; null for a session job
 * @param clusterInfo {@code clusterInfo}; empty if it is not known, or not the resource's
 * @param error {@code error}
 */
record LearntStatus(
    JobStatus.Job job,
    @Nullable String deployment,
    Map<String, String> clusterInfo,
    @Nullable String error) {
  private static final String READY = "READY";
  private static final String RUNNING = "running";
  private static final String SUSPENDED = "suspended";
  private static final Set<String> HAS_RUN = Set.of("RUNNING", "FINISHED");

  /** The lifecycle states that a job which has run does not keep. */
  private static final Set<LifecycleState> NOT_STABLE_YET =
      Set.of(LifecycleState.CREATED, LifecycleState.DEPLOYED, LifecycleState.UPGRADING);

  /**
   * Returns the recorded job, without the snapshots of legacy mode, which others write; one without
   * values if there is none.
   */
  static JobStatus.Job recorded(JobResource resource) {
    return status(resource)
        .map(JobStatus::jobStatus)
        .map(JobStatus.Job::withoutSnapshots)
        .orElse(JobStatus.Job.NONE);
  }

  private static Optional<JobStatus> status(JobResource resource) {
    return Optional.ofNullable(resource.getStatus());
  }

  /**
   * Returns whether the status of a cached resource differs, which lacks its reconciliation status.
   */
  boolean differsFrom(JobResource cached) {
    return !fields(cached).isEmpty() || (standIn(cached) && notReconciled(cached));
  }

  private boolean notReconciled(JobResource resource) {
    var lifecycle = status(resource).map(JobStatus::lifecycleState);
    return !reconciledGeneration(resource)
        || lifecycle.isEmpty()
        || (hasRun(resource)
            && NOT_STABLE_YET.stream().map(Enum::name).anyMatch(lifecycle.get()::equals));
  }

  private static boolean reconciledGeneration(JobResource resource) {
    return Objects.equals(
        status(resource).map(JobStatus::observedGeneration).orElse(null),
        resource.getMetadata().getGeneration());
  }

  /** Returns the fields of the status to write; empty if all are as they should be. */
  Map<String, Object> changes(JobStore.Whole whole, Instant now) {
    var resource = whole.resource();
    var changes = fields(resource);
    var current =
        status(resource).map(JobStatus::reconciliationStatus).orElse(ReconciliationStatus.NONE);
    var next = standIn(resource) ? reconciled(whole, current, now) : current;
    if (!next.equals(current)) {
      changes.put("reconciliationStatus", next);
    }
    if (standIn(resource) && !reconciledGeneration(resource)) {
      changes.put("observedGeneration", resource.getMetadata().getGeneration());
    }
    var lifecycle = LifecycleState.of(resource.beingDeleted(), next, job.state(), error).name();
    putIfNew(
        changes,
        "lifecycleState",
        lifecycle,
        status(resource).map(JobStatus::lifecycleState).orElse(null));
    return changes;
  }

  /** Returns the changed fields that do not depend on the reconciliation status. */
  private Map<String, Object> fields(JobResource resource) {
    var changes = new HashMap<String, Object>();
    var jobChanges = jobFields(recorded(resource));
    if (!jobChanges.isEmpty()) {
      changes.put("jobStatus", jobChanges);
    }
    var status = status(resource);
    putIfNew(
        changes,
        "jobManagerDeploymentStatus",
        deployment,
        status.map(JobStatus::jobManagerDeploymentStatus).orElse(null));
    var info = status.map(JobStatus::clusterInfo).orElse(Map.of());
    if (!info.entrySet().containsAll(clusterInfo.entrySet())) {
      changes.put("clusterInfo", clusterInfo);
    }
    putIfNew(changes, "error", error, status.map(JobStatus::error).orElse(null));
    return changes;
  }

  private Map<String, Object> jobFields(JobStatus.Job recorded) {
    var changes = new HashMap<String, Object>();
    putIfNew(changes, "jobId", job.jobId(), recorded.jobId());
    putIfNew(changes, "jobName", job.jobName(), recorded.jobName());
    putIfNew(changes, "state", job.state(), recorded.state());
    putIfNew(changes, "startTime", job.startTime(), recorded.startTime());
    putIfNew(changes, "updateTime", job.updateTime(), recorded.updateTime());
    return changes;
  }

  private static void putIfNew(
      Map<String, Object> changes,
      String field,
      @Nullable String value,
      @Nullable String recorded) {
    if (!Objects.equals(value, recorded)) {
      changes.put(field, value);
    }
  }

  /**
   * Returns the reconciliation status of a stand-in: there is nothing to carry out, so its spec is
   * reached as it stands. The one of the same generation is kept, also if the reference wrote it.
   */
  private ReconciliationStatus reconciled(
      JobStore.Whole whole, ReconciliationStatus current, Instant now) {
    var last = current.reconciled();
    var reached = reachedState(whole.resource());
    var kept =
        reconciledGeneration(whole.resource())
            && current.is(State.DEPLOYED)
            && last.flatMap(ReconciledSpec::jobState)
                .filter(state -> !state.equals(reached))
                .isEmpty()
            && last.isPresent();
    var next =
        kept
            ? current
            : current.with(
                State.DEPLOYED,
                ReconciledSpec.of(whole.spec(), last.isEmpty()).withJobState(reached),
                now);
    return hasRun(whole.resource()) ? next.stabilized() : next;
  }

  /** A stand-in is not stopped by its spec: it is suspended only if its job has ended, too. */
  private String reachedState(JobResource resource) {
    return resource.suspended() && !active() ? SUSPENDED : RUNNING;
  }

  private boolean active() {
    return job.state() != null && !JobStates.ended(job.state());
  }

  private boolean hasRun(JobResource resource) {
    var sessionCluster =
        resource.getKind().equals(JobReference.DEPLOYMENT)
            && Optional.ofNullable(resource.getSpec()).map(JobSpec::job).isEmpty();
    return sessionCluster
        ? READY.equals(deployment)
        : HAS_RUN.contains(Objects.requireNonNullElse(job.state(), ""))
            || reachedState(resource).equals(SUSPENDED);
  }

  /**
   * Returns whether the job is started outside of Tidemark, so that its spec is not carried out.
   */
  private static boolean standIn(JobResource resource) {
    return !resource.submittedByTidemark();
  }
}
