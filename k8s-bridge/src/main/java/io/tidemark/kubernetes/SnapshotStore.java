package io.tidemark.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.snapshot.SnapshotId;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and conditional writes of FlinkStateSnapshot resources: one request each, and fields of
 * ours only (R6).
 */
public final class SnapshotStore {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  public SnapshotStore(KubernetesClient client) {
    this.client = client;
  }

  /** The resource with this very uid; empty if it is gone or another one has its name. */
  public Optional<FlinkStateSnapshot> read(SnapshotId snapshot) {
    return Optional.ofNullable(
            client
                .resources(FlinkStateSnapshot.class)
                .inNamespace(snapshot.namespace())
                .withName(snapshot.name())
                .get())
        .filter(found -> snapshot.uid().equals(found.getMetadata().getUid()));
  }

  /** Patches metadata; with a resourceVersion in it, a 409 says that the resource has moved on. */
  public FlinkStateSnapshot patchMetadata(SnapshotId snapshot, Map<String, Object> metadata) {
    return resource(snapshot).patch(MERGE, json(Map.of("metadata", metadata)));
  }

  /** Patches the status at a version; a null clears its field. */
  public FlinkStateSnapshot patchStatus(
      SnapshotId snapshot, String resourceVersion, Map<String, Object> status) {
    var patch = Map.of("metadata", Map.of("resourceVersion", resourceVersion), "status", status);
    return resource(snapshot).subresource("status").patch(MERGE, json(patch));
  }

  /** The resource by name alone: what is in the context is not read before it is patched. */
  private NamespaceableResource<FlinkStateSnapshot> resource(SnapshotId snapshot) {
    var named = new FlinkStateSnapshot();
    named.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(snapshot.namespace())
            .withName(snapshot.name())
            .build());
    return client.resource(named);
  }

  private String json(Object patch) {
    return client.getKubernetesSerialization().asJson(patch);
  }
}
