package io.tidemark.kubernetes.model;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;
import java.util.stream.Stream;

/** A resource that a snapshot can name as its job: a FlinkDeployment or a FlinkSessionJob. */
public abstract class JobResource extends CustomResource<JobSpec, JobStatus> implements Namespaced {

  /** How snapshots name it. */
  public JobReference reference() {
    return new JobReference(getKind(), getMetadata().getName());
  }

  /** An annotation; empty if it is not there. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(getMetadata().getAnnotations()).map(all -> all.get(name));
  }

  /** Its own {@code flinkConfiguration}. */
  public FlinkConfiguration configuration() {
    return FlinkConfiguration.of(
        Optional.ofNullable(getSpec()).map(JobSpec::flinkConfiguration).orElse(null));
  }

  /** Flink's job id, once the job was submitted. */
  public Optional<String> jobId() {
    return Optional.ofNullable(getStatus())
        .map(JobStatus::jobStatus)
        .map(JobStatus.Job::jobId)
        .filter(id -> !id.isBlank());
  }

  /** Flink's job state, as old as the operator's last look. */
  public Optional<String> state() {
    return Optional.ofNullable(getStatus()).map(JobStatus::jobStatus).map(JobStatus.Job::state);
  }

  /** Whether the user has suspended the job. */
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

  /** The value that asks for a snapshot of this type when it changes (T1). */
  public Optional<Long> triggerNonce(SnapshotType type) {
    var job = Optional.ofNullable(getSpec()).map(JobSpec::job);
    return switch (type) {
      case SAVEPOINT -> job.map(JobSpec.Job::savepointTriggerNonce);
      case CHECKPOINT -> job.map(JobSpec.Job::checkpointTriggerNonce);
    };
  }

  /** The savepoints that the job starts from, or will (R19). */
  public Stream<String> savepointsInUse() {
    var initial = Optional.ofNullable(getSpec()).map(JobSpec::job);
    var upgrade = Optional.ofNullable(getStatus()).map(JobStatus::jobStatus);
    return Stream.of(
            initial.map(JobSpec.Job::initialSavepointPath),
            upgrade.map(JobStatus.Job::upgradeSavepointPath))
        .flatMap(Optional::stream)
        .filter(path -> !path.isBlank());
  }

  /** Whether the job runs, as far as its resource knows, and is to go on running. */
  public boolean running() {
    return state().filter("RUNNING"::equals).isPresent() && !suspended() && !beingDeleted();
  }

  /** Whether the resource is being deleted. */
  public boolean beingDeleted() {
    return getMetadata().getDeletionTimestamp() != null;
  }
}
