package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.TriggerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and conditionally writes FlinkStateSnapshot resources, with one request for each method
 * unless its comment says otherwise, and writes only the fields that Tidemark owns (R6).
 */
public final class SnapshotStore implements SnapshotRecords {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  public SnapshotStore(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads the resource with this uid; empty if it is gone or another one has its name. Without the
   * right to read, one that is being deleted is still returned where it may be patched, so that it
   * can be let go (R15). That takes a second request.
   */
  @Override
  public Optional<FlinkStateSnapshot> read(SnapshotId snapshot) {
    try {
      return Optional.ofNullable(
              client
                  .resources(FlinkStateSnapshot.class)
                  .inNamespace(snapshot.namespace())
                  .withName(snapshot.name())
                  .get())
          .filter(found -> isOf(snapshot, found));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_FORBIDDEN) {
        throw refused;
      }
      return deleted(snapshot, refused);
    }
  }

  /**
   * Returns a resource that is being deleted, as the answer to a patch that changes nothing.
   *
   * @throws KubernetesClientException the refusal of the read, also for one that is not deleted
   */
  private Optional<FlinkStateSnapshot> deleted(
      SnapshotId snapshot, KubernetesClientException refused) {
    var found = patchedWithoutChange(snapshot, refused).filter(it -> isOf(snapshot, it));
    if (found.filter(it -> !new SnapshotReader(it).beingDeleted()).isPresent()) {
      throw refused;
    }
    return found;
  }

  private Optional<FlinkStateSnapshot> patchedWithoutChange(
      SnapshotId snapshot, KubernetesClientException refused) {
    try {
      return Optional.of(patchMetadata(snapshot, Map.of()));
    } catch (KubernetesClientException failure) {
      if (failure.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static boolean isOf(SnapshotId snapshot, FlinkStateSnapshot found) {
    return snapshot.uid().equals(found.getMetadata().getUid());
  }

  /** Returns which namespaces Tidemark serves now. */
  public WatchedNamespaces namespaces(ServedNamespaces served) {
    return served.now(client);
  }

  /**
   * Lists the snapshots with a job's labels; their specs decide whether they are the job's (R13). A
   * snapshot without labels was not claimed yet and is not finished.
   */
  public List<FlinkStateSnapshot> ofJob(String namespace, JobReference job) {
    return served(() -> labelled(namespace, job).list().getItems());
  }

  /** Lists the snapshots of a namespace with the label of a path. */
  public List<FlinkStateSnapshot> ofPath(String namespace, SavepointPath path) {
    return served(
        () ->
            client
                .resources(FlinkStateSnapshot.class)
                .inNamespace(namespace)
                .withLabel(SnapshotLabels.PATH_HASH, path.hash())
                .list()
                .getItems());
  }

  /** Lists, with one request, the snapshots that {@link #ofJob} lists for these jobs of a kind. */
  public List<FlinkStateSnapshot> ofJobs(String namespace, String kind, List<String> names) {
    var values = names.stream().map(SnapshotLabels::value).toArray(String[]::new);
    return served(
        () ->
            client
                .resources(FlinkStateSnapshot.class)
                .inNamespace(namespace)
                .withLabel(SnapshotLabels.JOB_KIND, kind)
                .withLabelIn(SnapshotLabels.JOB_NAME, values)
                .list()
                .getItems());
  }

  /** Lists the snapshots with the labels of a job's periodic ones; their specs decide as above. */
  public List<FlinkStateSnapshot> periodic(PeriodicSnapshots snapshots) {
    return served(
        () ->
            labelled(snapshots.namespace(), snapshots.job())
                .withLabel(SnapshotLabels.TYPE, snapshots.type().name())
                .withLabel(SnapshotLabels.TRIGGER_TYPE, TriggerType.PERIODIC.name())
                .list()
                .getItems());
  }

  /**
   * Lists the snapshots of all namespaces, or of a single one, with one request for each page.
   *
   * @throws IllegalStateException if these are several {@link WatchedNamespaces#parts}
   */
  public Stream<FlinkStateSnapshot> list(WatchedNamespaces part) {
    return served(() -> part.list(client, FlinkStateSnapshot.class).toList()).stream();
  }

  /**
   * Lists some snapshots of one part of the namespaces.
   *
   * @param limit the largest number of resources
   * @param token where the list continues; null for its beginning
   */
  public ListChunk<FlinkStateSnapshot> list(
      WatchedNamespaces part, long limit, @Nullable String token) {
    var resources = part.resources(client, FlinkStateSnapshot.class);
    try {
      return ListChunk.readOrRestart(resources, limit, token);
    } catch (KubernetesClientException refused) {
      if (ServerRefusal.ofUnknownKind(refused)) {
        return new ListChunk<>(List.of(), Optional.empty(), Optional.empty());
      }
      throw refused;
    }
  }

  /** Returns the listed snapshots; none if the API server does not serve the kind (L1). */
  public static List<FlinkStateSnapshot> served(Supplier<List<FlinkStateSnapshot>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException refused) {
      if (ServerRefusal.ofUnknownKind(refused)) {
        return List.of();
      }
      throw refused;
    }
  }

  private FilterWatchListDeletable<
          FlinkStateSnapshot,
          KubernetesResourceList<FlinkStateSnapshot>,
          Resource<FlinkStateSnapshot>>
      labelled(String namespace, JobReference job) {
    return client
        .resources(FlinkStateSnapshot.class)
        .inNamespace(namespace)
        .withLabels(SnapshotLabels.ofJob(job));
  }

  /**
   * Deletes the resource with this uid at this version; a 409 means that it has changed. Succeeds
   * for one that is gone.
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

  /** Patches metadata; with a resourceVersion in it, a 409 means that the resource has changed. */
  @Override
  public FlinkStateSnapshot patchMetadata(SnapshotId snapshot, Map<String, Object> metadata) {
    return resource(snapshot).patch(MERGE, json(Map.of("metadata", metadata)));
  }

  /**
   * Patches the status at a version; null clears a field, and a 409 means that the resource has
   * changed.
   */
  @Override
  public FlinkStateSnapshot patchStatus(
      SnapshotId snapshot, String resourceVersion, Map<String, Object> status) {
    var patch = Map.of("metadata", Map.of("resourceVersion", resourceVersion), "status", status);
    return resource(snapshot).subresource("status").patch(MERGE, json(patch));
  }

  /** Returns a resource with a name only, so that the client does not read it before a patch. */
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
