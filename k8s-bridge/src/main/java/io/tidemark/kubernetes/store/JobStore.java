package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.concurrent.SingleFlight;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.ResourceName;
import io.tidemark.workflow.model.SessionJobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads job resources and writes their annotations, status and finalizers, with one request for
 * each method unless its comment says otherwise. Threads that read the same at the same time share
 * a request, which begins after they have asked; so they share what it returns, and change nothing
 * in it.
 */
public final class JobStore {
  private final KubernetesClient client;
  private final SingleFlight<List<String>, Optional<JobResource>> reads = new SingleFlight<>();

  public JobStore(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /** Reads a job resource by its reference; empty if it does not exist. */
  public Optional<JobResource> read(String namespace, JobReference reference) {
    return reference.kind().equals(JobReference.DEPLOYMENT)
        ? read(FlinkDeployment.class, namespace, reference.name())
        : read(FlinkSessionJob.class, namespace, reference.name());
  }

  /** Reads the current version of a job resource; empty if it is gone or another has its name. */
  public Optional<JobResource> current(String namespace, JobReference reference, String uid) {
    return read(namespace, reference).filter(job -> job.getMetadata().getUid().equals(uid));
  }

  /** Reads the current version of a job resource; empty if it is gone or another has its name. */
  public Optional<JobResource> current(JobResource seen) {
    var metadata = seen.getMetadata();
    return current(metadata.getNamespace(), seen.reference(), metadata.getUid());
  }

  /** Reads the FlinkDeployment whose cluster runs the job; a FlinkDeployment is its own cluster. */
  public Optional<JobResource> clusterOf(JobResource job) {
    return job instanceof FlinkDeployment
        ? Optional.of(job)
        : Optional.ofNullable(job.getSpec())
            .map(JobSpec::deploymentName)
            .flatMap(name -> read(FlinkDeployment.class, job.getMetadata().getNamespace(), name));
  }

  /** Returns which namespaces Tidemark serves now. */
  public WatchedNamespaces namespaces(ServedNamespaces served) {
    return served.now(client);
  }

  /** Lists all job resources of one part of the namespaces, page by page. */
  public Stream<JobResource> list(WatchedNamespaces part) {
    return Stream.of(FlinkDeployment.class, FlinkSessionJob.class)
        .flatMap(kind -> part.list(client, kind));
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
    var changes = Map.of("annotations", annotations);
    return typed(target(job).patchMetadata(version(job), changes), job.getClass());
  }

  /**
   * Removes our finalizer from the job at its version; succeeds for one that is gone. A 409 means
   * that the resource has changed.
   */
  public void removeFinalizer(JobResource job) {
    var others =
        job.getMetadata().getFinalizers().stream()
            .filter(it -> !it.equals(JobResource.FINALIZER))
            .toList();
    try {
      var unused = target(job).patchMetadata(version(job), Map.of("finalizers", others));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }

  /**
   * A job resource with its spec as it stands there.
   *
   * @param resource the fields that Tidemark uses
   * @param spec all fields; an object without any if there is none
   */
  public record Whole(JobResource resource, JsonNode spec) {
    public Whole {
      requireNonNull(resource, "resource is null");
      requireNonNull(spec, "spec is null");
    }
  }

  /** Reads the current version of a job resource with its whole spec; empty if it is gone. */
  public Optional<Whole> readWhole(JobResource seen) {
    return target(seen).read(seen.getMetadata().getUid()).map(it -> whole(it, seen.getClass()));
  }

  private Whole whole(GenericKubernetesResource found, Class<? extends JobResource> kind) {
    var spec = Optional.ofNullable(found.<Object>get("spec")).orElse(Map.of());
    return new Whole(
        typed(found, kind), client.getKubernetesSerialization().convertValue(spec, JsonNode.class));
  }

  private JobResource typed(GenericKubernetesResource found, Class<? extends JobResource> kind) {
    return client.getKubernetesSerialization().convertValue(found, kind);
  }

  /**
   * Patches the status of the job at its version, and returns the job after that; null clears a
   * field, and a 409 means that the resource has changed.
   */
  public JobResource patchStatus(JobResource job, Map<String, ?> status) {
    return typed(target(job).patchStatus(version(job), status), job.getClass());
  }

  /**
   * Patches {@code status.jobStatus.savepointInfo} of the job at its version (L2), as {@link
   * #patchStatus(JobResource, Map)} does.
   */
  public JobResource patchSavepointInfo(JobResource job, Map<String, ?> changes) {
    return patchStatus(job, Map.of("jobStatus", Map.of("savepointInfo", changes)));
  }

  private static String version(JobResource job) {
    return job.getMetadata().getResourceVersion();
  }

  private UntypedJob target(JobResource job) {
    var metadata = job.getMetadata();
    return new UntypedJob(client, job.getClass(), metadata.getNamespace(), metadata.getName());
  }

  /** Reads a session job with all that it has; empty if it is gone or another has its name. */
  public Optional<GenericKubernetesResource> readUntyped(SessionJobId job) {
    return target(job).read(job.uid());
  }

  /**
   * Patches metadata of a session job at a version, and returns it after that; null removes an
   * annotation, and a 409 means that the resource has changed.
   */
  public GenericKubernetesResource patchMetadata(
      SessionJobId job, String resourceVersion, Map<String, ?> changes) {
    return target(job).patchMetadata(resourceVersion, changes);
  }

  /**
   * Patches the status of a session job at a version, and returns it after that; null clears a
   * field, and a 409 means that the resource has changed.
   */
  public GenericKubernetesResource patchStatus(
      SessionJobId job, String resourceVersion, Map<String, ?> status) {
    return target(job).patchStatus(resourceVersion, status);
  }

  private UntypedJob target(SessionJobId job) {
    return new UntypedJob(client, FlinkSessionJob.class, job.namespace(), job.name());
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
