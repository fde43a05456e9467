package io.tidemark.kubernetes.creation;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates snapshot resources for jobs; a repeated call does not create a second one (T6). */
public final class SnapshotCreator {
  private final RepeatableCreation creation;
  private final JobStore jobs;
  private final CreationSettings settings;

  public SnapshotCreator(KubernetesClient client, JobStore jobs, CreationSettings settings) {
    this.creation = new RepeatableCreation(client, SnapshotDeclaration::type);
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * Creates a snapshot, or finds the one that an earlier call created. If a snapshot of another job
   * or type already has the name, this one gets another name.
   *
   * @param job the job resource as it was read
   * @param time the scheduled time, or the time of a nonce's intent; part of the name
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the job's configuration has an
   *     invalid setting for its snapshots
   * @throws KubernetesClientException if the API server refuses, or does not answer
   */
  public SnapshotCreationResult create(
      JobResource job, SnapshotType type, TriggerType trigger, Instant time) {
    var template = new SnapshotTemplate(job, jobs.clusterOf(job), type, trigger, settings);
    var name = SnapshotName.of(job.reference(), type, trigger, time);
    var namesake = SnapshotName.ofNamesake(job.reference(), type, trigger, time);
    return creation
        .create(template.named(name))
        .or(() -> creation.create(template.named(namesake)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the names %s and %s are both used by other snapshots"
                        .formatted(name, namesake)));
  }

  /**
   * Returns whether the snapshot exists that {@link #create} would create or find.
   *
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the job's configuration has an
   *     invalid setting for its snapshots
   */
  public boolean exists(JobResource job, SnapshotType type, TriggerType trigger, Instant time) {
    var template = new SnapshotTemplate(job, jobs.clusterOf(job), type, trigger, settings);
    return Stream.of(
            SnapshotName.of(job.reference(), type, trigger, time),
            SnapshotName.ofNamesake(job.reference(), type, trigger, time))
        .map(template::named)
        .anyMatch(creation::exists);
  }

  /**
   * Returns the format of a savepoint of the job; empty for a checkpoint.
   *
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the job's configuration has
   *     another one
   */
  public Optional<String> formatType(JobResource job, SnapshotType type) {
    return type == SnapshotType.SAVEPOINT
        ? Optional.of(
            new SnapshotTemplate(job, jobs.clusterOf(job), type, TriggerType.MANUAL, settings)
                .formatType())
        : Optional.empty();
  }
}
