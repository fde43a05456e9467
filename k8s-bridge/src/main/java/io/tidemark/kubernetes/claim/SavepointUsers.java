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
 * Finds the users of a savepoint in Kubernetes: the few snapshots with the hash of its path in a
 * label or without that label, and the jobs of all watched namespaces (R18, R19).
 */
public final class SavepointUsers {
  private final KubernetesClient client;
  private final JobStore jobs;
  private final WatchedNamespaces namespaces;

  /**
   * Creates a search.
   *
   * @param client lists snapshots and jobs
   * @param namespaces the namespaces in which snapshots are searched
   */
  public SavepointUsers(KubernetesClient client, JobStore jobs, WatchedNamespaces namespaces) {
    this.client = requireNonNull(client, "client is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /**
   * Returns the savepoint in the attempt's directory that no resource records; none if there are
   * several.
   */
  public AdoptionResult adoption(AdoptionRequest request) {
    var directory = SavepointPath.of(request.targetDirectory());
    var unrecorded =
        request.found().stream()
            .filter(found -> SavepointPath.of(found).mayBeBelow(directory))
            .filter(found -> isUnrecorded(request.snapshot(), SavepointPath.of(found)))
            .limit(2)
            .toList();
    return new AdoptionResult(unrecorded.size() == 1 ? unrecorded.get(0) : null);
  }

  /** Returns the decision; a release instead of a disposal if others use the savepoint (R19). */
  ClaimDecision keepIfUsed(SnapshotId snapshot, ClaimDecision decision) {
    return decision instanceof ClaimDecision.Dispose dispose
        ? keepIfUsed(snapshot, dispose)
        : decision;
  }

  private ClaimDecision keepIfUsed(SnapshotId snapshot, ClaimDecision.Dispose dispose) {
    var path = dispose.disposal().path();
    var location = SavepointPath.of(path);
    return usage(snapshot, location)
        .keptBy(location)
        .map(user -> DeletionPlanner.skipped(path, user + " uses it"))
        .orElse(dispose);
  }

  private boolean isUnrecorded(SnapshotId snapshot, SavepointPath path) {
    return usage(snapshot, path).recordedBy(path).isEmpty();
  }

  private SavepointUsage usage(SnapshotId snapshot, SavepointPath path) {
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
