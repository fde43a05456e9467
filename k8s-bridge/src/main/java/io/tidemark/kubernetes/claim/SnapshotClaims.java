package io.tidemark.kubernetes.claim;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.RefusedRequest;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotRecords;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.ClaimDecision;
import io.tidemark.workflow.resource.ClaimDecision.DisposalBlocked;
import io.tidemark.workflow.resource.ClaimDecision.Release;
import io.tidemark.workflow.resource.ClaimRequest;
import io.tidemark.workflow.resource.ClaimResult;
import io.tidemark.workflow.resource.SnapshotView;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims snapshots: reads the resource, decides its next step, and writes a new attempt to the
 * resource before a workflow acts on it (R9).
 */
public final class SnapshotClaims {
  private static final Logger log = LoggerFactory.getLogger(SnapshotClaims.class);

  private final NamespaceReader namespaces;
  private final JobStore jobs;
  private final SnapshotRecords store;
  private final LastKnownResources lastKnown;
  private final SavepointUsers users;
  private final EventPublisher events;
  private final ClaimSettings settings;
  private final Clock clock;

  public SnapshotClaims(
      NamespaceReader namespaces,
      JobStore jobs,
      SnapshotRecords store,
      LastKnownResources lastKnown,
      SavepointUsers users,
      EventPublisher events,
      ClaimSettings settings,
      Clock clock) {
    this.namespaces = namespaces;
    this.jobs = jobs;
    this.store = store;
    this.lastKnown = lastKnown;
    this.users = users;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Decides the next step of the resource.
   *
   * @throws KubernetesClientException also for a write conflict, after which the caller claims
   *     again
   */
  public ClaimResult claim(ClaimRequest request) {
    var seen = lastKnown.snapshot(request.snapshot()).map(SnapshotReader::new);
    return seen.filter(SnapshotReader::untouched)
        .flatMap(snapshot -> claimUnlessChanged(snapshot, request))
        .or(() -> seen.flatMap(snapshot -> deletionWithUsers(snapshot, request)))
        .or(() -> store.read(request.snapshot()).map(it -> claim(new SnapshotReader(it), request)))
        .map(ClaimResult::new)
        .orElse(ClaimResult.GONE);
  }

  /**
   * Claims a new snapshot as the watch has seen it, which saves a read. Returns empty if that is
   * not the snapshot's version any more, or if the claim has written nothing at that version:
   * nothing then shows that no attempt is under way.
   */
  private Optional<Claim> claimUnlessChanged(SnapshotReader seen, ClaimRequest request) {
    try {
      var version = seen.resource().getMetadata().getResourceVersion();
      return Optional.of(claim(seen, request))
          .filter(claim -> !claim.view().resourceVersion().equals(version));
    } catch (KubernetesClientException failure) {
      if (WriteConflict.is(failure) || failure.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * Claims a snapshot whose deletion the watch has seen. The users of its savepoint are read
   * anyway, and the snapshot and its job are among them. Returns empty if they are not, or cannot
   * be read: a deletion that disposes of nothing does not depend on them (R15).
   */
  private Optional<Claim> deletionWithUsers(SnapshotReader seen, ClaimRequest request) {
    return seen.beingDeleted() && !seen.skipsDisposal()
        ? seen.path().flatMap(path -> deletionWithUsers(seen.id(), path, request))
        : Optional.empty();
  }

  private Optional<Claim> deletionWithUsers(
      SnapshotId id, SavepointPath path, ClaimRequest request) {
    try {
      var usage = users.usage(id, path);
      return usage
          .own()
          .filter(own -> own.path().filter(path::equals).isPresent())
          .map(own -> deletion(observed(own, job(own, usage), request), it -> usage));
    } catch (KubernetesClientException failed) {
      log.debug("Failed to read {} together with the users of its savepoint", id, failed);
      return Optional.empty();
    }
  }

  private JobObservation job(SnapshotReader snapshot, SavepointUsage usage) {
    var job =
        SnapshotJobReference.current(snapshot)
            .flatMap(usage::job)
            .flatMap(
                found ->
                    found.resource().or(() -> jobs.read(found.namespace(), found.reference())));
    return new JobObservation(job, job.flatMap(jobs::clusterOf));
  }

  private Claim claim(SnapshotReader snapshot, ClaimRequest request) {
    return snapshot.beingDeleted()
        ? deletion(snapshot, request)
        : written(observed(snapshot, observe(snapshot), request));
  }

  private ClaimObservation observed(
      SnapshotReader snapshot, JobObservation job, ClaimRequest request) {
    ConfigurationWarnings.of(snapshot, job, settings)
        .forEach(event -> events.publish(snapshot.id(), event));
    return ClaimObservation.of(snapshot, job, request, settings, clock.instant());
  }

  private Claim deletion(SnapshotReader snapshot, ClaimRequest request) {
    try {
      return deletion(
          observed(snapshot, observe(snapshot), request), path -> users.usage(snapshot.id(), path));
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsReading(failure)) {
        throw failure;
      }
      return deletionWithoutJob(snapshot, request, ServerRefusal.words(failure));
    }
  }

  private Claim deletion(ClaimObservation observed, Function<SavepointPath, SavepointUsage> usage) {
    var planned = new ClaimPlanner(observed).plan().decision();
    return deletion(observed.view(), SavepointUsers.keepIfUsed(planned, usage));
  }

  /**
   * Decides a deletion while the job cannot be read. What depends on the job is tried again later,
   * until the disposal deadline or a request ends it (R15).
   */
  private Claim deletionWithoutJob(SnapshotReader snapshot, ClaimRequest request, String refusal) {
    var observed =
        ClaimObservation.of(snapshot, JobObservation.NONE, request, settings, clock.instant());
    var decision = new ClaimPlanner(observed).plan().decision();
    var dependsOnJob =
        decision.needsFlink()
            || (decision instanceof Release release
                && release.event() != null
                && snapshot.lateSavepoint().isEmpty());
    return deletion(
        observed.view(),
        dependsOnJob
            ? new DisposalBlocked("the job or its cluster cannot be read: " + refusal)
            : decision);
  }

  private Claim deletion(SnapshotView view, ClaimDecision decision) {
    return claim(decision.needsFlink() ? withNamespace(view) : view, decision);
  }

  /** Adds whether the namespace is being deleted: unreachable data is then not waited for (R15). */
  private SnapshotView withNamespace(SnapshotView view) {
    var deletion = requireNonNull(view.deletion(), "deletion is null");
    var ending = namespaces.isBeingDeleted(view.snapshot().namespace());
    return ending ? view.deleted(deletion.withNamespace()) : view;
  }

  private Claim written(ClaimObservation observed) {
    var snapshot = observed.snapshot();
    var plan = new ClaimPlanner(observed).plan();
    var view =
        new DesiredMetadata(snapshot, plan.newAttempt())
            .patch()
            .flatMap(patch -> patched(snapshot.id(), patch, plan))
            .map(patched -> observed.view().at(patched.getMetadata().getResourceVersion()))
            .orElse(observed.view());
    return claim(view, plan.decision());
  }

  private Claim claim(SnapshotView view, ClaimDecision decision) {
    return new Claim(view, decision, clock.instant());
  }

  /**
   * Returns the resource after the patch; empty if the API server refuses it. Only a new attempt
   * must be written before the decision is executed (R9); the next claim repairs the rest (R24).
   */
  private Optional<FlinkStateSnapshot> patched(
      SnapshotId snapshot, Map<String, Object> patch, ClaimPlan plan) {
    try {
      return Optional.of(store.patchMetadata(snapshot, patch));
    } catch (KubernetesClientException failure) {
      if (plan.newAttempt().isPresent() || !ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      events.publish(
          snapshot,
          RefusedRequest.event("A change of its metadata", failure, "The snapshot continues."));
      return Optional.empty();
    }
  }

  private JobObservation observe(SnapshotReader snapshot) {
    if (snapshot.state().terminal()
        && !snapshot.beingDeleted()
        && snapshot.lateSavepoint().isEmpty()) {
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
