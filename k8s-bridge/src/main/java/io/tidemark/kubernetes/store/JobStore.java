package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.concurrent.SingleFlight;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads job resources and writes their annotations, with one request for each method unless its
 * comment says otherwise. Threads that read the same at the same time share a request, which begins
 * after they have asked; so they share what it returns, and change nothing in it.
 */
public final class JobStore {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final SingleFlight<List<String>, Optional<JobResource>> reads = new SingleFlight<>();
  private final SingleFlight<WatchedNamespaces, List<JobResource>> lists = new SingleFlight<>();

  public JobStore(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /** Reads a job resource by its reference; empty if it does not exist. */
  public Optional<JobResource> read(String namespace, JobReference reference) {
    return reference.kind().equals(JobReference.DEPLOYMENT)
        ? read(FlinkDeployment.class, namespace, reference.name())
        : read(FlinkSessionJob.class, namespace, reference.name());
  }

  /** Reads the FlinkDeployment whose cluster runs the job; a FlinkDeployment is its own cluster. */
  public Optional<JobResource> clusterOf(JobResource job) {
    return job instanceof FlinkDeployment
        ? Optional.of(job)
        : Optional.ofNullable(job.getSpec())
            .map(JobSpec::deploymentName)
            .flatMap(name -> read(FlinkDeployment.class, job.getMetadata().getNamespace(), name));
  }

  /** Lists all job resources of one part of the namespaces, page by page. */
  public Stream<JobResource> list(WatchedNamespaces part) {
    return lists.ask(part, () -> listed(part)).stream();
  }

  private List<JobResource> listed(WatchedNamespaces part) {
    return Stream.of(FlinkDeployment.class, FlinkSessionJob.class)
        .<JobResource>flatMap(kind -> part.list(client, kind))
        .toList();
  }

  /**
   * Lists job resources of one kind, {@link JobReference#DEPLOYMENT} or {@link
   * JobReference#SESSION_JOB}, and one part of the namespaces.
   *
   * @param limit the largest number of resources
   * @param token where the list continues; null for its beginning
   */
  public ListChunk<? extends JobResource> list(
      String kind, WatchedNamespaces part, long limit, @Nullable String token) {
    return kind.equals(JobReference.DEPLOYMENT)
        ? ListChunk.readOrRestart(part.resources(client, FlinkDeployment.class), limit, token)
        : ListChunk.readOrRestart(part.resources(client, FlinkSessionJob.class), limit, token);
  }

  /**
   * Patches annotations of the job at its version, and returns the job after that; a 409 means that
   * the resource has changed.
   */
  public JobResource patchAnnotations(JobResource job, Map<String, String> annotations) {
    var metadata =
        Map.of(
            "resourceVersion", job.getMetadata().getResourceVersion(), "annotations", annotations);
    var patch = client.getKubernetesSerialization().asJson(Map.of("metadata", metadata));
    return client.resource(job).patch(MERGE, patch);
  }

  /**
   * Reads a resource. Names of specs and annotations are checked: one could lead to another path.
   */
  private <T extends JobResource> Optional<JobResource> read(
      Class<T> kind, String namespace, String name) {
    return Optional.of(name)
        .filter(ResourceName::allows)
        .flatMap(
            allowed ->
                reads.ask(
                    List.of(kind.getSimpleName(), namespace, allowed),
                    () -> readNow(kind, namespace, allowed)));
  }

  private <T extends JobResource> Optional<JobResource> readNow(
      Class<T> kind, String namespace, String name) {
    return Optional.ofNullable(client.resources(kind).inNamespace(namespace).withName(name).get());
  }
}
