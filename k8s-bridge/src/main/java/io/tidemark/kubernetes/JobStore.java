package io.tidemark.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.snapshot.JobReference;
import java.util.Optional;

/** Reads job resources afresh: one request each. */
public final class JobStore {
  private final KubernetesClient client;

  public JobStore(KubernetesClient client) {
    this.client = client;
  }

  /** The job resource of that kind and name; empty if there is none. */
  public Optional<JobResource> read(String namespace, JobReference reference) {
    var kind =
        reference.kind().equals(JobReference.DEPLOYMENT)
            ? FlinkDeployment.class
            : FlinkSessionJob.class;
    return Optional.ofNullable(
        client.resources(kind).inNamespace(namespace).withName(reference.name()).get());
  }
}
