package io.tidemark.kubernetes.bridge;

import static java.util.Comparator.naturalOrder;
import static java.util.function.BinaryOperator.maxBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.tidemark.kubernetes.model.CompetingController;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.statistics.JobSchedules;
import io.tidemark.kubernetes.statistics.SnapshotCensus;
import io.tidemark.kubernetes.statistics.SnapshotStatistics;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches snapshots and the jobs they name, and starts or signals workflows. Several bridges may
 * run at once, since a repeated request has no effect (W1). The next sweep repeats a request that
 * failed.
 */
public final class SnapshotBridge implements LastKnownResources, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SnapshotBridge.class);
  private static final int CONCURRENT_CALLS = 8;

  private final SnapshotWorkflows workflows;
  private final EventPublisher events;
  private final BridgeSettings settings;
  private final NamespaceAccess access = new NamespaceAccess();
  private final SnapshotCensus census;
  private final NamespaceFollower namespaces;
  private final UnfinishedSnapshots unfinished;
  private final ResourceWatch<FlinkStateSnapshot> snapshots;
  private final List<ResourceWatch<? extends JobResource>> jobs;
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          CONCURRENT_CALLS, CONCURRENT_CALLS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final JobFollowerDispatcher dispatcher;
  private final Runnable sweepTask;
  private final OpenSnapshots open = new OpenSnapshots();
  private final SnapshotSweep snapshotSweep;

  /** One for snapshots, and one for jobs, which do not wait for each other. */
  private final ScheduledExecutorService sweeps = Executors.newScheduledThreadPool(2);

  /** The actions that Temporal did not accept, by uid; the next sweep repeats them. */
  private final Map<String, BridgeAction> failedActions = new ConcurrentHashMap<>();

  private @Nullable Future<?> listing;

  /**
   * Prepares a bridge.
   *
   * @param events publishes problems of a snapshot that its workflow cannot see
   * @param cluster the cluster that is watched, which workflows name in their memo
   * @param searchAttributes the search attributes that the Temporal server supports
   * @param schedules the schedules of jobs, for the statistics
   * @param followers act on changes of jobs
   * @param sweepTask runs once when all resources have been listed, and then at every sweep
   */
  public SnapshotBridge(
      KubernetesClient client,
      WorkflowClient temporal,
      EventPublisher events,
      BridgeSettings settings,
      KubernetesCluster cluster,
      SearchAttributeSupport searchAttributes,
      JobSchedules schedules,
      List<JobFollower> followers,
      Runnable sweepTask) {
    this.census = new SnapshotCensus(schedules, settings.slowAfter());
    this.dispatcher = new JobFollowerDispatcher(followers);
    this.sweepTask = sweepTask;
    this.workflows =
        new SnapshotWorkflows(
            new WorkflowStubs(temporal, settings.taskQueue(), cluster, searchAttributes));
    this.snapshotSweep = new SnapshotSweep(open, workflows::running, this::sweepOne);
    this.events = events;
    this.settings = settings;
    this.namespaces =
        new NamespaceFollower(client, settings.namespaces(), access, new NamespaceObserver());
    this.unfinished = new UnfinishedSnapshots(client, settings.selector(), this::startAtOnce);
    this.snapshots =
        new ResourceWatch<>(
            client,
            FlinkStateSnapshot.class,
            settings.selector(),
            access,
            SnapshotBridge::jobKeys,
            this::replaced,
            new SnapshotObserver());
    this.jobs = List.of(jobs(client, FlinkDeployment.class), jobs(client, FlinkSessionJob.class));
  }

  /** Starts to watch, and watches again after every outage. */
  public void start() {
    listing = namespaces.start().thenRun(this::allListed);
    everySweep("sweep snapshots", () -> snapshotSweep.sweep(failedActions.keySet()));
    everySweep("sweep jobs", this::sweepListedJobs);
  }

  private void allListed() {
    unfinished.close();
    sweepJobs();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task does not throw
  private void everySweep(String name, Runnable task) {
    var interval = settings.sweepInterval().toMillis();
    sweeps.scheduleWithFixedDelay(
        new IsolatedTask(name, task), interval, interval, TimeUnit.MILLISECONDS);
  }

  /**
   * Returns one line for each condition that is missing before the resources are known. A namespace
   * that cannot be read is no such condition, if there are others (S3).
   */
  public List<String> missing() {
    return Stream.concat(
            namespaces.missing().stream(), watches().flatMap(watch -> watch.missing().stream()))
        .distinct()
        .toList();
  }

  /** Returns the number of watched namespaces that cannot be read. */
  public int unreadableNamespaces() {
    return access.unreadable();
  }

  /** Returns nothing where a selector leaves out snapshots, any of which may use a savepoint. */
  @Override
  public Optional<Found> of(WatchedNamespaces part) {
    return settings.selector().selectsAll() && watches().allMatch(watch -> watch.knows(part))
        ? Optional.of(
            new Found(
                snapshots.cached(part).toList(),
                jobs.stream()
                    .flatMap(watch -> watch.cached(part))
                    .map(JobResource.class::cast)
                    .toList()))
        : Optional.empty();
  }

  @Override
  public Optional<FlinkStateSnapshot> snapshot(SnapshotId id) {
    var named = new FlinkStateSnapshot();
    named.setMetadata(
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
    return snapshots.latest(named).filter(seen -> id.uid().equals(seen.getMetadata().getUid()));
  }

  private Stream<ResourceWatch<?>> watches() {
    return Stream.concat(jobs.stream(), Stream.of(snapshots));
  }

  /** Returns the counts of what the caches hold now. */
  public SnapshotStatistics statistics(Instant now) {
    return census.statistics(now);
  }

  /** Returns the number of changes that Temporal has not accepted yet. */
  public int backlog() {
    return calls.getQueue().size() + failedActions.size();
  }

  /** Returns how often a list or a watch failed and was started again. */
  public long watchRestarts() {
    return watches().mapToLong(ResourceWatch::restarts).sum();
  }

  @Override
  public void close() {
    namespaces.close();
    unfinished.close();
    snapshots.close();
    jobs.forEach(ResourceWatch::close);
    if (listing != null) {
      listing.cancel(true);
    }
    sweeps.shutdownNow();
    snapshotSweep.close();
    dispatcher.close();
    calls.shutdownNow();
  }

  private <J extends JobResource> ResourceWatch<J> jobs(KubernetesClient client, Class<J> kind) {
    return new ResourceWatch<>(
        client,
        kind,
        ResourceSelector.ALL,
        access,
        job -> List.of(),
        census::replaceJob,
        new JobObserver<J>());
  }

  private void replaced(Optional<FlinkStateSnapshot> before, Optional<FlinkStateSnapshot> after) {
    census.replaceSnapshot(before, after);
    open.replaced(before, after);
  }

  private void sweepListedJobs() {
    watches().forEach(ResourceWatch::confirm);
    if (jobs.stream().allMatch(ResourceWatch::listed)) {
      sweepJobs();
    }
  }

  private void sweepJobs() {
    dispatcher.sweep(this::cachedJobs);
    inBackground(sweepTask);
    namespaces.named().forEach(name -> inBackground(() -> namespaces.lookFor(name)));
  }

  private List<JobResource> cachedJobs() {
    return jobs.stream().flatMap(ResourceWatch::cached).map(JobResource.class::cast).toList();
  }

  /** Sweeps one snapshot; those after it do not depend on its success. */
  private void sweepOne(FlinkStateSnapshot resource) {
    new IsolatedTask("sweep " + resource.getMetadata().getName(), () -> sweep(resource)).run();
  }

  private void sweep(FlinkStateSnapshot resource) {
    var snapshot = new SnapshotReader(resource);
    var action = failedActions.remove(snapshot.id().uid());
    perform(action == null ? BridgePlan.ofSweep(snapshot) : action, snapshot);
  }

  private void notifySnapshotsOf(JobResource job) {
    snapshots.indexed(jobKey(job)).map(SnapshotReader::new).forEach(this::notifyOfChange);
  }

  private void notifyOfChange(SnapshotReader snapshot) {
    if (!snapshot.state().terminal()) {
      call(BridgeAction.NOTIFY, snapshot);
    }
  }

  private void call(BridgeAction action, SnapshotReader snapshot) {
    if (action != BridgeAction.NONE) {
      inBackground(() -> perform(action, snapshot));
    }
  }

  /** Starts a workflow before all snapshots are listed; that list adds nothing for it then. */
  private void startAtOnce(FlinkStateSnapshot resource) {
    var snapshot = new SnapshotReader(resource);
    if (BridgePlan.of(Optional.empty(), snapshot) == BridgeAction.START) {
      call(BridgeAction.START, snapshot);
    }
  }

  private boolean isStarted(BridgeAction action, SnapshotReader snapshot) {
    return action == BridgeAction.START && snapshotSweep.hasAccepted(snapshot.id().uid());
  }

  private void warn(SnapshotReader snapshot, CompetingController other) {
    inBackground(() -> events.publish(snapshot.id(), other.event()));
  }

  /** Runs a task outside of the informers' threads, which must not wait. */
  private void inBackground(Runnable task) {
    try {
      calls.execute(new IsolatedTask("perform a step of the bridge", task));
    } catch (RejectedExecutionException closing) {
      log.debug("The bridge is closing", closing);
    }
  }

  private void perform(BridgeAction action, SnapshotReader snapshot) {
    try {
      switch (action) {
        case NONE -> {}
        case RESUME -> workflows.resume(snapshot);
        case START -> workflows.start(snapshot);
        case WAKE -> workflows.wake(snapshot);
        case NOTIFY -> workflows.notifyOfChange(snapshot);
        case DELETE -> workflows.delete(snapshot);
      }
      if (action.starts()) {
        snapshotSweep.accepted(snapshot.id().uid());
      }
    } catch (RuntimeException failed) {
      var status = Status.fromThrowable(failed);
      log.warn("Failed to notify Temporal; the next sweep will retry: {}", status);
      log.debug("Failed to notify Temporal", failed);
      snapshots
          .latest(snapshot.resource())
          .ifPresent(
              latest ->
                  failedActions.merge(
                      latest.getMetadata().getUid(), action, maxBy(naturalOrder())));
    }
  }

  private static List<String> jobKeys(FlinkStateSnapshot snapshot) {
    return SnapshotJobReference.watched(new SnapshotReader(snapshot))
        .map(job -> key(job.kind(), snapshot.getMetadata().getNamespace(), job.name()))
        .toList();
  }

  private static String jobKey(JobResource job) {
    return key(job.getKind(), job.getMetadata().getNamespace(), job.getMetadata().getName());
  }

  private static String key(String kind, String namespace, String name) {
    return kind + "/" + namespace + "/" + name;
  }

  private final class NamespaceObserver implements NamespaceFollower.Observer {
    @Override
    public CompletableFuture<Void> open(WatchedNamespaces part) {
      unfinished.open(part);
      return CompletableFuture.allOf(
          watches().map(watch -> watch.open(part)).toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Closes the watch of snapshots first, so that they are not notified that their jobs are gone.
     */
    @Override
    public void close(WatchedNamespaces part) {
      snapshots.close(part);
      jobs.forEach(watch -> watch.close(part));
    }
  }

  private final class SnapshotObserver implements ResourceWatch.Observer<FlinkStateSnapshot> {
    @Override
    public void changed(Optional<FlinkStateSnapshot> before, FlinkStateSnapshot after) {
      var previous = before.map(SnapshotReader::new);
      var snapshot = new SnapshotReader(after);
      var action = BridgePlan.of(previous, snapshot);
      if (previous.isPresent() || !isStarted(action, snapshot)) {
        call(action, snapshot);
      }
      BridgePlan.competingController(previous, snapshot).ifPresent(other -> warn(snapshot, other));
    }

    @Override
    public void gone(FlinkStateSnapshot last) {
      failedActions.remove(last.getMetadata().getUid());
      notifyOfChange(new SnapshotReader(last));
    }
  }

  private final class JobObserver<J extends JobResource> implements ResourceWatch.Observer<J> {
    @Override
    public void changed(Optional<J> previous, J current) {
      if (BridgePlan.wakes(previous, current)) {
        notifySnapshotsOf(current);
      }
      dispatcher.changed(current);
    }

    @Override
    public void gone(J last) {
      notifySnapshotsOf(last);
      dispatcher.gone(last);
    }
  }
}
