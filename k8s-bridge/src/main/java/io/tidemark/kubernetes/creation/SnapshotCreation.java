package io.tidemark.kubernetes.creation;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Optional;

/** Creates snapshots of jobs, each once however often it is asked for (T6). */
public final class SnapshotCreation {
  private final KubernetesClient client;

  public SnapshotCreation(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates a snapshot, or finds the one that an earlier call created. A name that another job's
   * snapshot or one of another type has taken is not success: the next name is taken.
   *
   * @param job the job resource as it was read
   * @param time the scheduled time, or that of a nonce's intent; part of the name
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the job's configuration says
   *     something of its snapshots that cannot be understood
   * @throws KubernetesClientException if the API server refuses, or does not answer
   */
  public CreatedSnapshot create(
      JobResource job, SnapshotType type, TriggerType trigger, Instant time) {
    var template = new SnapshotTemplate(job, type, trigger);
    var name = SnapshotName.of(job.reference(), type, trigger, time);
    var namesake = SnapshotName.ofNamesake(job.reference(), type, trigger, time);
    return created(template.named(name))
        .or(() -> created(template.named(namesake)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s and %s are both taken by other snapshots".formatted(name, namesake)));
  }

  /** Empty if the name is taken by something else. */
  private Optional<CreatedSnapshot> created(FlinkStateSnapshot wanted) {
    var name = wanted.getMetadata().getName();
    try {
      client.resource(wanted).create();
      return Optional.of(new CreatedSnapshot(name, true));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_CONFLICT) {
        throw refused;
      }
      return sameThere(wanted, refused)
          ? Optional.of(new CreatedSnapshot(name, false))
          : Optional.empty();
    }
  }

  /** One that is gone again is not there: the caller asks again. */
  private boolean sameThere(FlinkStateSnapshot wanted, KubernetesClientException conflict) {
    var there = client.resource(wanted).get();
    if (there == null) {
      throw conflict;
    }
    var declared = SnapshotDeclaration.of(there.getSpec());
    var asked = SnapshotDeclaration.of(wanted.getSpec());
    return declared.job().equals(asked.job()) && declared.type().equals(asked.type());
  }
}
