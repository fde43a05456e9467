package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.kubernetes.model.SnapshotStatus;
import java.time.Instant;

/** A FlinkStateSnapshot in the making: spec and status in the YAML that users write. */
public final class SnapshotDraft {
  public static final String NAMESPACE = "flink";
  public static final String NAME = "orders-1";
  public static final String UID = "5a1f3c7e-0000-4000-8000-000000000001";
  public static final String VERSION = "41";
  public static final String DELETED_AT = "2026-11-23T10:00:00Z";

  public static final String ORDERS = "jobReference: {kind: FlinkDeployment, name: orders}\n";
  public static final String PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots/orders-1";

  private final FlinkStateSnapshot resource = new FlinkStateSnapshot();
  private final ObjectMetaBuilder metadata =
      new ObjectMetaBuilder()
          .withNamespace(NAMESPACE)
          .withName(NAME)
          .withUid(UID)
          .withResourceVersion(VERSION)
          .withGeneration(1L);

  /** A snapshot with this spec. */
  public static SnapshotDraft of(String spec) {
    return new SnapshotDraft().spec(spec);
  }

  /** A savepoint of the FlinkDeployment "orders", all else by default. */
  public static SnapshotDraft savepoint() {
    return of(ORDERS + "savepoint: {}");
  }

  /** A checkpoint of the FlinkDeployment "orders". */
  public static SnapshotDraft checkpoint() {
    return of(ORDERS + "checkpoint: {}");
  }

  public SnapshotDraft spec(String yaml) {
    resource.setSpec(Yaml.read(yaml, SnapshotSpec.class));
    return this;
  }

  public SnapshotDraft status(String yaml) {
    resource.setStatus(Yaml.read(yaml, SnapshotStatus.class));
    return this;
  }

  public SnapshotDraft named(String name) {
    metadata.withName(name);
    return this;
  }

  public SnapshotDraft uid(String uid) {
    metadata.withUid(uid);
    return this;
  }

  public SnapshotDraft created(Instant time) {
    metadata.withCreationTimestamp(time.toString());
    return this;
  }

  public SnapshotDraft generation(long generation) {
    metadata.withGeneration(generation);
    return this;
  }

  public SnapshotDraft label(String name, String value) {
    metadata.addToLabels(name, value);
    return this;
  }

  public SnapshotDraft annotation(String name, String value) {
    metadata.addToAnnotations(name, value);
    return this;
  }

  public SnapshotDraft finalizer(String finalizer) {
    metadata.addToFinalizers(finalizer);
    return this;
  }

  /** Carries our finalizer. */
  public SnapshotDraft finalized() {
    return finalizer(FlinkResources.FINALIZER);
  }

  public SnapshotDraft deleted() {
    metadata.withDeletionTimestamp(DELETED_AT);
    return this;
  }

  public FlinkStateSnapshot resource() {
    resource.setMetadata(metadata.build());
    return resource;
  }

  public SnapshotReader read() {
    return new SnapshotReader(resource());
  }
}
