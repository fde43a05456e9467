package io.tidemark.kubernetes.creation;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Optional;

/** Creates snapshot resources for jobs; a repeated call does not create a second one (T6). */
public final class SnapshotCreator {
  private final KubernetesClient client;
  private final JobStore jobs;
  private final CreationSettings settings;

  public SnapshotCreator(KubernetesClient client, JobStore jobs, CreationSettings settings) {
    this.client = requireNonNull(client, "client is null");
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
    return tryCreate(template.named(name))
        .or(() -> tryCreate(template.named(namesake)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the names %s and %s are both used by other snapshots"
                        .formatted(name, namesake)));
  }

  /** Creates or finds the snapshot; empty if another one has its name. */
  private Optional<SnapshotCreationResult> tryCreate(FlinkStateSnapshot wanted) {
    var name = wanted.getMetadata().getName();
    try {
      client.resource(wanted).create();
      return Optional.of(new SnapshotCreationResult(name, true));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_CONFLICT) {
        throw refused;
      }
      return exists(wanted, refused)
          ? Optional.of(new SnapshotCreationResult(name, false))
          : Optional.empty();
    }
  }

  /** Compares job and type with the existing one; throws if that was deleted meanwhile. */
  private boolean exists(FlinkStateSnapshot wanted, KubernetesClientException conflict) {
    var existing = client.resource(wanted).get();
    if (existing == null) {
      throw conflict;
    }
    var declared = SnapshotDeclaration.of(existing.getSpec());
    var requested = SnapshotDeclaration.of(wanted.getSpec());
    return declared.job().equals(requested.job()) && declared.type().equals(requested.type());
  }
}
