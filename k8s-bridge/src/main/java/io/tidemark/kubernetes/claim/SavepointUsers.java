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
import io.tidemark.workflow.resource.ClaimDecision;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks Kubernetes who uses a savepoint: the few snapshots with the hash of its path in a label or
 * without that label, and the jobs of all watched namespaces (R18, R19).
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
            .filter(found -> SavepointPath.of(found).canBeBelow(directory))
            .filter(found -> unrecorded(request.snapshot(), SavepointPath.of(found)))
            .limit(2)
            .toList();
    return new AdoptionResult(free.size() == 1 ? free.get(0) : null);
  }

  /**
   * Returns the decision or, where others use the savepoint that it disposes of, a release (R19).
   */
  ClaimDecision guarded(SnapshotId snapshot, ClaimDecision decision) {
    return decision instanceof ClaimDecision.Dispose dispose
        ? guarded(snapshot, dispose)
        : decision;
  }

  private ClaimDecision guarded(SnapshotId snapshot, ClaimDecision.Dispose dispose) {
    var path = dispose.disposal().path();
    var location = SavepointPath.of(path);
    return of(snapshot, location)
        .keptBy(location)
        .map(user -> DeletionPlanner.skipped(path, user + " uses it"))
        .orElse(dispose);
  }

  private boolean unrecorded(SnapshotId snapshot, SavepointPath path) {
    return of(snapshot, path).recordedBy(path).isEmpty();
  }

  private SavepointUsage of(SnapshotId snapshot, SavepointPath path) {
    return new SavepointUsage(snapshot, snapshots(path), jobs.list(namespaces).toList());
  }

  /**
   * Lists the snapshots with the label of the path, and those without any: another system's, and
   * those that were completed before the label is repaired.
   */
  private List<SnapshotReader> snapshots(SavepointPath path) {
    return namespaces
        .resources(client, FlinkStateSnapshot.class)
        .flatMap(
            scope ->
                Stream.of(
                    scope.withLabel(SnapshotLabels.PATH_HASH, path.hash()),
                    scope.withoutLabel(SnapshotLabels.PATH_HASH)))
        .flatMap(scope -> scope.list().getItems().stream())
        .map(SnapshotReader::new)
        .toList();
  }
}
