package io.tidemark.kubernetes.claim;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.SnapshotStore;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.snapshot.JobReference;
import io.tidemark.workflow.snapshot.SnapshotId;
import java.time.Clock;
import java.util.Optional;

/** Reads, decides, writes: the attempt is on the resource before anyone acts on it (R9). */
public final class Claims {
  private final KubernetesClient client;
  private final SnapshotStore store;
  private final ClaimSettings settings;
  private final Clock clock;

  public Claims(KubernetesClient client, SnapshotStore store, ClaimSettings settings, Clock clock) {
    this.client = client;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** What is to be done for the resource now. A write conflict throws; the caller asks again. */
  public Claim claim(SnapshotId snapshot) {
    return store
        .read(snapshot)
        .map(this::claim)
        .orElseGet(() -> Claim.gone(snapshot + " does not exist any more"));
  }

  private Claim claim(FlinkStateSnapshot resource) {
    var snapshot = new SnapshotReader(resource);
    var plan = new ClaimPlanner(snapshot, observe(snapshot), settings, clock.instant()).plan();
    return snapshot.beingDeleted() ? plan.claim() : written(snapshot, plan);
  }

  private Claim written(SnapshotReader snapshot, ClaimPlan plan) {
    return new DesiredMetadata(snapshot, plan.newAttempt())
        .patch()
        .map(patch -> store.patchMetadata(snapshot.id(), patch))
        .map(patched -> plan.claim().at(patched.getMetadata().getResourceVersion()))
        .orElse(plan.claim());
  }

  private JobObservation observe(SnapshotReader snapshot) {
    if (snapshot.state().terminal() && !snapshot.beingDeleted()) {
      return JobObservation.NONE;
    }
    return SnapshotDeclaration.of(snapshot.resource().getSpec())
        .job()
        .map(reference -> observe(snapshot.id().namespace(), reference))
        .orElse(JobObservation.NONE);
  }

  private JobObservation observe(String namespace, JobReference reference) {
    if (reference.kind().equals(JobReference.DEPLOYMENT)) {
      var deployment = read(FlinkDeployment.class, namespace, reference.name());
      return new JobObservation(deployment, deployment);
    }
    var job = read(FlinkSessionJob.class, namespace, reference.name());
    var cluster =
        job.map(JobResource::getSpec)
            .map(JobSpec::deploymentName)
            .flatMap(name -> read(FlinkDeployment.class, namespace, name));
    return new JobObservation(job, cluster);
  }

  private <T extends JobResource> Optional<JobResource> read(
      Class<T> kind, String namespace, String name) {
    return Optional.ofNullable(client.resources(kind).inNamespace(namespace).withName(name).get());
  }
}
