package io.tidemark.kubernetes.claim;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, decides, writes: the attempt is on the resource before anyone acts on it (R9). */
public final class SnapshotClaims {
  private static final Set<Decision> HELD_UP_BY_FLINK =
      EnumSet.of(Decision.ATTEMPT, Decision.DISPOSE);

  private static final Logger log = LoggerFactory.getLogger(SnapshotClaims.class);

  private final KubernetesClient client;
  private final JobStore jobs;
  private final SnapshotStore store;
  private final SavepointUsers users;
  private final EventPublisher events;
  private final ClaimSettings settings;
  private final Clock clock;

  public SnapshotClaims(
      KubernetesClient client,
      JobStore jobs,
      SnapshotStore store,
      SavepointUsers users,
      EventPublisher events,
      ClaimSettings settings,
      Clock clock) {
    this.client = client;
    this.jobs = jobs;
    this.store = store;
    this.users = users;
    this.events = events;
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
    DurationAnnotations.problems(snapshot, settings)
        .forEach(problem -> events.publish(snapshot.id(), problem));
    var plan = new ClaimPlanner(snapshot, observe(snapshot), settings, clock.instant()).plan();
    return snapshot.beingDeleted() ? hurried(users.guarded(plan.claim())) : written(snapshot, plan);
  }

  /** In a namespace that is being deleted, nothing is waited for that cannot be reached (R15). */
  private Claim hurried(Claim claim) {
    return HELD_UP_BY_FLINK.contains(claim.decision())
            && namespaceIsBeingDeleted(claim.requireView().snapshot().namespace())
        ? claim.inEndingNamespace()
        : claim;
  }

  /** Without the right to know, the disposal deadline has to do. */
  private boolean namespaceIsBeingDeleted(String name) {
    try {
      var namespace = client.namespaces().withName(name).get();
      return namespace != null && namespace.getMetadata().getDeletionTimestamp() != null;
    } catch (KubernetesClientException refused) {
      log.debug("Namespace {} cannot be read", name, refused);
      return false;
    }
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
    return SnapshotJobReference.current(snapshot)
        .map(reference -> observe(snapshot.id().namespace(), reference))
        .orElse(JobObservation.NONE);
  }

  private JobObservation observe(String namespace, JobReference reference) {
    var job = jobs.read(namespace, reference);
    return new JobObservation(job, job.flatMap(jobs::clusterOf));
  }
}
