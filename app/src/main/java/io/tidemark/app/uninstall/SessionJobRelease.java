package io.tidemark.app.uninstall;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.stream.Stream;

/**
 * Removes the finalizer from session jobs, whose jobs run on (S5). A running Tidemark would add it
 * again, so it has to be stopped before: see {@link DeploymentStop}.
 */
public final class SessionJobRelease {
  private final KubernetesClient kubernetes;
  private final JobStore jobs;
  private final WatchedNamespaces namespaces;

  /** Creates a release of the session jobs in these namespaces. */
  public SessionJobRelease(KubernetesClient kubernetes, WatchedNamespaces namespaces) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.jobs = new JobStore(kubernetes);
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /**
   * Lists the session jobs with the finalizer in the namespaces that can be read; none if the CRD
   * does not exist.
   */
  public NamespacedReading<FlinkSessionJob> held() {
    return NamespacedReading.of(namespaces, this::held);
  }

  private Stream<FlinkSessionJob> held(WatchedNamespaces part) {
    try {
      return part.list(kubernetes, FlinkSessionJob.class).filter(JobResource::hasOurFinalizer);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return Stream.empty();
      }
      throw e;
    }
  }

  /**
   * Removes the finalizer from a session job; succeeds also for one that is gone.
   *
   * @throws KubernetesClientException if Kubernetes refuses, also because the resource was changed
   *     at the same time
   */
  public void release(FlinkSessionJob job) {
    jobs.removeFinalizer(job);
  }

  /** Describes the job that stays when its resource is released. */
  public static String leftBehind(FlinkSessionJob job) {
    return job.jobId()
        .map(id -> "its job " + id + " is left as it is")
        .orElse("no job is recorded");
  }
}
