package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.concurrent.SingleFlight;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobSavepoints;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.SavepointsOfJobs;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.AdoptionRequest;
import io.tidemark.workflow.resource.AdoptionResult;
import io.tidemark.workflow.resource.ClaimDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the users of a savepoint in Kubernetes: the few snapshots with the hash of its path in a
 * label or without that label, and the jobs of all watched namespaces (R18, R19).
 */
public final class SavepointUsers {
  private final KubernetesClient client;
  private final SavepointsOfJobs jobs;
  private final ServedNamespaces namespaces;
  private final LastKnownResources lastKnown;
  private final BooleanSupplier insideWorkflowTask;
  private final SingleFlight<WatchedNamespaces, List<FlinkStateSnapshot>> unlabelled =
      new SingleFlight<>();

  /**
   * Creates a search.
   *
   * @param client lists snapshots and jobs
   * @param namespaces the namespaces in which users are searched, beside the snapshot's own
   * @param lastKnown the resources of namespaces that cannot be read
   * @param insideWorkflowTask whether a workflow task waits for the calling thread
   */
  public SavepointUsers(
      KubernetesClient client,
      ServedNamespaces namespaces,
      LastKnownResources lastKnown,
      BooleanSupplier insideWorkflowTask) {
    this.client = requireNonNull(client, "client is null");
    this.jobs = new SavepointsOfJobs(client);
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.lastKnown = requireNonNull(lastKnown, "lastKnown is null");
    this.insideWorkflowTask = requireNonNull(insideWorkflowTask, "insideWorkflowTask is null");
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
   * Returns what uses a savepoint of a job's history, or may use it, in words; empty if nothing but
   * that entry does (R19, H6).
   *
   * @param namespace the job's namespace, which is searched too
   */
  public Optional<String> userOf(String namespace, JobReference owner, SavepointPath path) {
    var usage = usage(new SnapshotId(namespace, "", ""), path);
    return usage
        .recordedBeside(path, owner)
        .map(user -> user + " uses it")
        .or(() -> usage.unknown().stream().findFirst().map(SavepointUsers::mayBeUsed));
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
   *
   * @throws ApplicationFailure if that takes too long for a workflow task, which then continues
   *     with an activity
   */
  SavepointUsage usage(SnapshotId snapshot, SavepointPath path) {
    if (insideWorkflowTask.getAsBoolean() && jobs.takeSeconds()) {
      throw tooSlow();
    }
    var searched = namespaces.now(client).with(snapshot.namespace());
    var recording = NamespacedReading.of(searched, part -> snapshots(part, path).stream());
    var using = jobs.read(searched);
    var problems = new HashMap<>(using.problems());
    problems.putAll(recording.problems());
    var snapshots = new ArrayList<>(recording.found());
    var users = new ArrayList<>(using.found());
    var unknown = new ArrayList<String>();
    problems.forEach(
        (part, problem) ->
            lastKnown
                .of(part)
                .ifPresentOrElse(
                    seen -> {
                      snapshots.addAll(seen.snapshots());
                      seen.jobs().stream().map(JobSavepoints::of).forEach(users::add);
                    },
                    () -> unknown.add(problem)));
    return new SavepointUsage(
        snapshot,
        readers(recording.found()).filter(it -> it.id().equals(snapshot)).findFirst(),
        readers(snapshots).toList(),
        users,
        unknown);
  }

  /** Is no failure of anything: the workflow calls the same step as an activity. */
  private static ApplicationFailure tooSlow() {
    return ApplicationFailure.newBuilder()
        .setMessage("there are many jobs, which are asked for outside of the workflow task")
        .setType("OutsideOfWorkflowTask")
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }

  private static Stream<SnapshotReader> readers(List<FlinkStateSnapshot> snapshots) {
    return snapshots.stream().map(SnapshotReader::new);
  }

  /**
   * Lists the snapshots with the label of the path, and those without any: another system's, and
   * those that were completed before the label is repaired.
   */
  private List<FlinkStateSnapshot> snapshots(WatchedNamespaces part, SavepointPath path) {
    var labelled =
        SnapshotStore.served(
            () ->
                part.resources(client, FlinkStateSnapshot.class)
                    .withLabel(SnapshotLabels.PATH_HASH, path.hash())
                    .list()
                    .getItems());
    return Stream.concat(labelled.stream(), withoutLabel(part).stream()).toList();
  }

  /** Lists what is the same for all paths, once for all who ask at the same time. */
  private List<FlinkStateSnapshot> withoutLabel(WatchedNamespaces part) {
    return unlabelled.ask(
        part,
        () ->
            SnapshotStore.served(
                () ->
                    part.resources(client, FlinkStateSnapshot.class)
                        .withoutLabel(SnapshotLabels.PATH_HASH)
                        .list()
                        .getItems()));
  }
}
