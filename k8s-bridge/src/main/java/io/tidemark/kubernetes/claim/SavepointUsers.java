package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.concurrent.SingleFlight;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.ClaimDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the users of a savepoint in Kubernetes: the few snapshots with the hash of its path in a
 * label or without that label, and the jobs of all watched namespaces (R18, R19).
 */
public final class SavepointUsers {
  private final KubernetesClient client;
  private final JobStore jobs;
  private final WatchedNamespaces namespaces;
  private final LastKnownResources lastKnown;
  private final SingleFlight<WatchedNamespaces, List<FlinkStateSnapshot>> unlabelled =
      new SingleFlight<>();

  /**
   * Creates a search.
   *
   * @param client lists snapshots and jobs
   * @param namespaces the namespaces in which users are searched
   * @param lastKnown the resources of namespaces that cannot be read
   */
  public SavepointUsers(
      KubernetesClient client,
      JobStore jobs,
      WatchedNamespaces namespaces,
      LastKnownResources lastKnown) {
    this.lastKnown = requireNonNull(lastKnown, "lastKnown is null");
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

  /**
   * Returns the decision; a release instead of a disposal if others use the savepoint (R19).
   *
   * @param usage returns the users of a path; called only if it is to be disposed of
   */
  static ClaimDecision keepIfUsed(
      ClaimDecision decision, Function<SavepointPath, SavepointUsage> usage) {
    return decision instanceof ClaimDecision.Dispose dispose
        ? keepIfUsed(dispose, usage.apply(SavepointPath.of(dispose.disposal().path())))
        : decision;
  }

  private static ClaimDecision keepIfUsed(ClaimDecision.Dispose dispose, SavepointUsage usage) {
    var path = dispose.disposal().path();
    var location = SavepointPath.of(path);
    return usage
        .keptBy(location)
        .map(user -> user + " uses it")
        .or(() -> usage.unknown().stream().findFirst().map(SavepointUsers::mayBeUsed))
        .map(reason -> DeletionPlanner.skipped(path, reason))
        .orElse(dispose);
  }

  /** Returns the reason: a resource of a namespace that was never read may use any path (R19). */
  private static String mayBeUsed(String unknown) {
    return "it may be used by a resource that Tidemark cannot see, since " + unknown;
  }

  private boolean isUnrecorded(SnapshotId snapshot, SavepointPath path) {
    var usage = usage(snapshot, path);
    return usage.unknown().isEmpty() && usage.recordedBy(path).isEmpty();
  }

  /**
   * Reads the possible users. A namespace that cannot be read is judged as it was last seen, so
   * that it does not keep the savepoints of the others.
   */
  SavepointUsage usage(SnapshotId snapshot, SavepointPath path) {
    var reading = NamespacedReading.of(namespaces, part -> Stream.of(read(part, path)));
    var users = new ArrayList<>(reading.found());
    var unknown = new ArrayList<String>();
    reading
        .problems()
        .forEach(
            (part, problem) ->
                lastKnown.of(part).ifPresentOrElse(users::add, () -> unknown.add(problem)));
    return new SavepointUsage(
        snapshot,
        snapshots(reading.found()).filter(it -> it.id().equals(snapshot)).findFirst(),
        snapshots(users).toList(),
        users.stream().flatMap(found -> found.jobs().stream()).toList(),
        unknown);
  }

  private static Stream<SnapshotReader> snapshots(List<LastKnownResources.Found> found) {
    return found.stream().flatMap(part -> part.snapshots().stream()).map(SnapshotReader::new);
  }

  private LastKnownResources.Found read(WatchedNamespaces part, SavepointPath path) {
    return new LastKnownResources.Found(snapshots(part, path), jobs.list(part).toList());
  }

  /**
   * Lists the snapshots with the label of the path, and those without any: another system's, and
   * those that were completed before the label is repaired.
   */
  private List<FlinkStateSnapshot> snapshots(WatchedNamespaces part, SavepointPath path) {
    var labelled =
        part.resources(client, FlinkStateSnapshot.class)
            .withLabel(SnapshotLabels.PATH_HASH, path.hash())
            .list()
            .getItems();
    return Stream.concat(labelled.stream(), withoutLabel(part).stream()).toList();
  }

  /** Lists what is the same for all paths, once for all who ask at the same time. */
  private List<FlinkStateSnapshot> withoutLabel(WatchedNamespaces part) {
    return unlabelled.ask(
        part,
        () ->
            part.resources(client, FlinkStateSnapshot.class)
                .withoutLabel(SnapshotLabels.PATH_HASH)
                .list()
                .getItems());
  }
}
