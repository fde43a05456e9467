package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.Claim;
import io.tidemark.workflow.resource.Claim.Decision;
import java.util.List;
import java.util.Set;

/**
 * Asks Kubernetes who uses a savepoint: the few snapshots with the hash of its path in a label, and
 * the jobs of the snapshot's namespace (R18, R19).
 */
public final class SavepointUsers {
  private final KubernetesClient client;
  private final JobStore jobs;
  private final WatchedNamespaces namespaces;

  /**
   * A check on these namespaces.
   *
   * @param namespaces where snapshots are looked for
   */
  public SavepointUsers(KubernetesClient client, JobStore jobs, WatchedNamespaces namespaces) {
    this.client = requireNonNull(client, "client is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /** The one savepoint in the attempt's directory that nothing records; none if there are more. */
  public AdoptionResult adoption(AdoptionRequest request) {
    var directory = SavepointPath.of(request.targetDirectory());
    var free =
        request.found().stream()
            .filter(found -> SavepointPath.of(found).isBelow(directory))
            .filter(found -> unrecorded(request.snapshot(), SavepointPath.of(found)))
            .limit(2)
            .toList();
    return new AdoptionResult(free.size() == 1 ? free.get(0) : null);
  }

  /** The claim or, where others use the savepoint that it would dispose of, its release (R19). */
  Claim guarded(Claim claim) {
    var path = claim.requireView().path();
    if (claim.decision() != Decision.DISPOSE || path == null) {
      return claim;
    }
    var location = SavepointPath.of(path);
    return of(claim.requireView().snapshot(), location)
        .keptBy(location)
        .map(user -> DeletionPlanner.skipped(claim.requireView(), path, user + " uses it"))
        .orElse(claim);
  }

  private boolean unrecorded(SnapshotId snapshot, SavepointPath path) {
    return of(snapshot, path).recordedBy(path).isEmpty();
  }

  private SavepointUsage of(SnapshotId snapshot, SavepointPath path) {
    var inReach = new WatchedNamespaces(Set.of(snapshot.namespace()));
    return new SavepointUsage(snapshot, snapshots(path), jobs.list(inReach).toList());
  }

  private List<SnapshotReader> snapshots(SavepointPath path) {
    return namespaces
        .resources(client, FlinkStateSnapshot.class)
        .map(scope -> scope.withLabel(SnapshotLabels.PATH_HASH, path.hash()).list().getItems())
        .flatMap(List::stream)
        .map(SnapshotReader::new)
        .toList();
  }
}
