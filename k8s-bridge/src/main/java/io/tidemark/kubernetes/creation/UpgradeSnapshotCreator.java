package io.tidemark.kubernetes.creation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SessionJobId;
import io.tidemark.workflow.model.SnapshotName;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Map;

/**
 * Creates the snapshot resource of a stop with savepoint (U8). Its name is computed from the job
 * and the time of the try, so a repeated call creates no second one.
 */
public final class UpgradeSnapshotCreator {
  private final ExistingSavepointCreator creator;

  /**
   * Creates a creator.
   *
   * @param labels the labels of created snapshots, by which Tidemark serves them (S8)
   */
  public UpgradeSnapshotCreator(KubernetesClient client, Map<String, String> labels) {
    this.creator = new ExistingSavepointCreator(client, labels);
  }

  /**
   * Creates the snapshot, or finds the one that an earlier call created.
   *
   * @param savepoint its path, format, and whether it is disposed of with the resource
   * @param at the time of the try
   * @throws IllegalStateException if a snapshot of another savepoint has the name
   */
  public void create(SessionJobId job, SnapshotSpec.Savepoint savepoint, Instant at) {
    var reference = new JobReference(JobReference.SESSION_JOB, job.name());
    var name = SnapshotName.of(reference, SnapshotType.SAVEPOINT, TriggerType.UPGRADE, at);
    if (!creator.create(
        job.namespace(), name, reference, TriggerType.UPGRADE, savepoint, Map.of())) {
      throw new IllegalStateException(
          "FlinkStateSnapshot %s exists, and is not of savepoint %s"
              .formatted(name, savepoint.path()));
    }
  }
}
