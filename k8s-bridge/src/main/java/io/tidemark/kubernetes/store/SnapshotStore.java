package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import java.util.List;
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

  /**
   * The snapshots that carry a job's labels; their specs say whether they are the job's (R13). One
   * that was not claimed yet has none, and is under way.
   */
  public List<FlinkStateSnapshot> ofJob(String namespace, JobReference job) {
    return client
        .resources(FlinkStateSnapshot.class)
        .inNamespace(namespace)
        .withLabels(SnapshotLabels.ofJob(job))
        .list()
        .getItems();
  }

  /**
   * Deletes the resource with this very uid at this version; a 409 says that it has moved on. One
   * that is gone is success.
   */
  public void delete(SnapshotId snapshot, String resourceVersion) {
    var options =
        new DeleteOptionsBuilder().withNewPreconditions(resourceVersion, snapshot.uid()).build();
    try {
      client.raw(path(snapshot), "DELETE", options);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_NOT_FOUND) {
        throw refused;
      }
    }
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

  private static String path(SnapshotId snapshot) {
    return "/apis/%s/namespaces/%s/%s/%s"
        .formatted(
            HasMetadata.getApiVersion(FlinkStateSnapshot.class),
            snapshot.namespace(),
            HasMetadata.getPlural(FlinkStateSnapshot.class),
            snapshot.name());
  }

  private String json(Object patch) {
    return client.getKubernetesSerialization().asJson(patch);
  }
}
