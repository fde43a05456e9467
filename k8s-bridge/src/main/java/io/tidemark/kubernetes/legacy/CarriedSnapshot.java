package io.tidemark.kubernetes.legacy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.LegacySnapshot;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshot of a type that a job carries, together with the job that was read. Pure.
 *
 * @param job the job resource
 * @param type savepoint or checkpoint
 * @param record the snapshot's record
 */
record CarriedSnapshot(JobResource job, SnapshotType type, LegacyRecord record) {
  /** Returns the snapshot of a type; empty if the job carries none, or is the reference's. */
  static Optional<CarriedSnapshot> of(JobResource job, SnapshotType type) {
    return job.handledByReference()
        ? Optional.empty()
        : LegacyRecord.of(job, type).map(record -> new CarriedSnapshot(job, type, record));
  }

  /** Returns the snapshots of both types that have not ended yet. */
  static Stream<CarriedSnapshot> pending(JobResource job) {
    return Stream.of(SnapshotType.values())
        .flatMap(type -> of(job, type).stream())
        .filter(snapshot -> !snapshot.record().settled());
  }

  SnapshotId id() {
    return legacy().id(job.getMetadata().getNamespace(), record.intended());
  }

  TriggerType triggerType() {
    return legacy().triggerType();
  }

  private LegacySnapshot legacy() {
    return new LegacySnapshot(job.reference(), job.getMetadata().getUid(), type, record.nonce());
  }

  /** Returns whether the request is for this one, or for whichever the job carries. */
  boolean answers(SnapshotId requested) {
    return id().uid().equals(requested.uid()) || id().uid().startsWith(requested.uid() + "/");
  }

  CarriedSnapshot with(JobResource changed, LegacyRecord changedRecord) {
    return new CarriedSnapshot(changed, type, changedRecord);
  }

  SnapshotReader reader() {
    return new SnapshotReader(resource());
  }

  /** Returns the FlinkStateSnapshot that would hold the same. */
  FlinkStateSnapshot resource() {
    var id = id();
    var resource = new FlinkStateSnapshot();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(id.namespace())
            .withName(id.name())
            .withUid(id.uid())
            .withResourceVersion(job.getMetadata().getResourceVersion())
            .withAnnotations(record.annotations())
            .addToAnnotations(SnapshotAnnotations.WORKFLOW_ID, id.workflowId())
            .addToLabels(SnapshotLabels.TRIGGER_TYPE, triggerType().name())
            .build());
    resource.setLegacy(id.legacy());
    resource.setSpec(spec());
    resource.setStatus(record.status());
    label(resource);
    return resource;
  }

  private static void label(FlinkStateSnapshot resource) {
    DesiredLabels.changes(new SnapshotReader(resource))
        .forEach((name, value) -> resource.getMetadata().getLabels().put(name, value));
  }

  private SnapshotSpec spec() {
    return switch (type) {
      case SAVEPOINT -> SnapshotSpec.created(job.reference(), savepoint());
      case CHECKPOINT -> SnapshotSpec.createdCheckpoint(job.reference());
    };
  }

  /** Its data belongs to the job's history, and is never disposed of with the snapshot. */
  private SnapshotSpec.Savepoint savepoint() {
    return new SnapshotSpec.Savepoint(null, false, record.formatType(), null);
  }
}
