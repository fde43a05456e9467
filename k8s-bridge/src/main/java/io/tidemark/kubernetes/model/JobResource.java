package io.tidemark.kubernetes.model;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.tidemark.workflow.flink.JobStates;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A resource that a snapshot can name as its job: a FlinkDeployment or a FlinkSessionJob. */
public abstract class JobResource extends CustomResource<JobSpec, JobStatus> implements Namespaced {
  /** Keeps a session job until Tidemark has ended the job at Flink (U9). */
  public static final String FINALIZER = "tidemark.io/session-job";

  private static final Set<String> STARTING = Set.of("RECONCILING", "CREATED", "INITIALIZING");

  /** Returns the reference by which snapshots name the job. */
  public JobReference reference() {
    return new JobReference(getKind(), getMetadata().getName());
  }

  /** Returns the job with a type of snapshot, as a schedule names them. */
  public PeriodicSnapshots snapshots(SnapshotType type) {
    return new PeriodicSnapshots(getMetadata().getNamespace(), reference(), type);
  }

  /** Returns an annotation; empty if it is missing. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(getMetadata().getAnnotations()).map(all -> all.get(name));
  }

  /** Returns its own {@code flinkConfiguration}. */
  public FlinkConfiguration configuration() {
    return FlinkConfiguration.of(
        Optional.ofNullable(getSpec()).map(JobSpec::flinkConfiguration).orElse(null));
  }

  /** Returns Flink's job id, once the job was submitted. */
  public Optional<String> jobId() {
    return Optional.ofNullable(getStatus())
        .map(JobStatus::jobStatus)
        .map(JobStatus.Job::jobId)
        .filter(id -> !id.isBlank());
  }

  /** Returns Flink's job state at the operator's last observation. */
  public Optional<String> state() {
    return Optional.ofNullable(getStatus()).map(JobStatus::jobStatus).map(JobStatus.Job::state);
  }

  /**
   * Returns whether the operator has not seen the job run yet: it writes the job id before it
   * deploys the cluster (R10).
   */
  public boolean starting() {
    return state().filter(STARTING::contains).isPresent();
  }

  /** Returns whether the job has ended and will not run again under its id (R10, R11). */
  public boolean ended() {
    return state().filter(JobStates::ended).isPresent();
  }

  /** Describes the state in words for people. */
  public String describeState() {
    return reference() + " is " + state().orElse("in an unknown state");
  }

  /** Returns whether the user has suspended the job. */
  public boolean suspended() {
    return Optional.ofNullable(getSpec())
        .map(JobSpec::job)
        .map(JobSpec.Job::state)
        .filter("suspended"::equalsIgnoreCase)
        .isPresent();
  }

  /** Returns whether the job's operator has stopped it, as its lifecycle state says (R11). */
  public boolean stopped() {
    return Optional.ofNullable(getStatus())
        .map(JobStatus::lifecycleState)
        .filter("SUSPENDED"::equals)
        .isPresent();
  }

  /** Returns the nonce, whose change requests a snapshot of this type (T1). */
  public Optional<Long> triggerNonce(SnapshotType type) {
    var job = Optional.ofNullable(getSpec()).map(JobSpec::job);
    return switch (type) {
      case SAVEPOINT -> job.map(JobSpec.Job::savepointTriggerNonce);
      case CHECKPOINT -> job.map(JobSpec.Job::checkpointTriggerNonce);
    };
  }

  /** Returns the savepoints that the job started, or will start, from (R19, U8). */
  public Stream<String> savepointsInUse() {
    var initial = Optional.ofNullable(getSpec()).map(JobSpec::job);
    var upgrade = Optional.ofNullable(getStatus()).map(JobStatus::jobStatus);
    var named =
        Stream.of(
                initial.map(JobSpec.Job::initialSavepointPath),
                upgrade.map(JobStatus.Job::upgradeSavepointPath))
            .flatMap(Optional::stream);
    return Stream.concat(named, StateInUse.of(this)).filter(path -> !path.isBlank());
  }

  /** Returns the savepoints of legacy mode (L2). */
  public SavepointInfo savepointInfo() {
    return Optional.ofNullable(getStatus())
        .map(JobStatus::jobStatus)
        .map(JobStatus.Job::savepointInfo)
        .orElse(SavepointInfo.NONE);
  }

  /** Returns whether the job runs by its resource, and is neither suspended nor being deleted. */
  public boolean running() {
    return state().filter("RUNNING"::equals).isPresent() && !suspended() && !beingDeleted();
  }

  /**
   * Returns whether the reference operator handles the resource, by its finalizer: Tidemark then
   * reads it as in the mode companion, and writes nothing on it (M3).
   */
  public boolean handledByReference() {
    return JobOwnership.byReference(getMetadata(), getPlural());
  }

  /**
   * Returns whether Tidemark starts and stops the job: it is a session job that names none that was
   * started elsewhere (M4).
   */
  public boolean submittedByTidemark() {
    return getKind().equals(JobReference.SESSION_JOB) && !JobOwnership.observed(getMetadata());
  }

  /** Returns the name of the FlinkDeployment whose cluster runs the job; empty if none is named. */
  public Optional<String> clusterName() {
    return getKind().equals(JobReference.DEPLOYMENT)
        ? Optional.of(getMetadata().getName())
        : Optional.ofNullable(getSpec()).map(JobSpec::deploymentName);
  }

  /** Returns whether the resource waits for Tidemark to end its job before it can be deleted. */
  public boolean hasOurFinalizer() {
    return getMetadata().getFinalizers().contains(FINALIZER);
  }

  /** Returns whether the resource is being deleted. */
  public boolean beingDeleted() {
    return getMetadata().getDeletionTimestamp() != null;
  }
}
