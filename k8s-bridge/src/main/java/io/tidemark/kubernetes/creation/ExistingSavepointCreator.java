package io.tidemark.kubernetes.creation;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.Map;
import java.util.Optional;

/** Creates snapshot resources of savepoints that exist already (U8, H7). */
public final class ExistingSavepointCreator {
  private final RepeatableCreation creation;
  private final Map<String, String> labels;

  /**
   * Creates a creator.
   *
   * @param labels the labels of created snapshots, by which Tidemark serves them (S8)
   */
  public ExistingSavepointCreator(KubernetesClient client, Map<String, String> labels) {
    this.creation = new RepeatableCreation(client, SnapshotDeclaration::path);
    this.labels = Map.copyOf(labels);
  }

  /**
   * Creates the snapshot, or finds the one that an earlier call created.
   *
   * @param savepoint its path, format, and whether it is disposed of with the resource
   * @param annotations the annotations of the snapshot
   * @return false if a snapshot of another savepoint or job has the name
   */
  public boolean create(
      String namespace,
      String name,
      JobReference job,
      TriggerType trigger,
      SnapshotSpec.Savepoint savepoint,
      Map<String, String> annotations) {
    var wanted = snapshot(namespace, name, job, trigger, savepoint);
    wanted.getMetadata().setAnnotations(annotations);
    return creation.create(wanted).isPresent();
  }

  private FlinkStateSnapshot snapshot(
      String namespace,
      String name,
      JobReference job,
      TriggerType trigger,
      SnapshotSpec.Savepoint savepoint) {
    var snapshot = new FlinkStateSnapshot();
    snapshot.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(labels)
            .addToLabels(
                SnapshotLabels.of(
                    SnapshotType.SAVEPOINT,
                    SnapshotState.TRIGGER_PENDING,
                    trigger,
                    Optional.of(job)))
            .build());
    snapshot.setSpec(SnapshotSpec.created(job, savepoint));
    return snapshot;
  }
}
