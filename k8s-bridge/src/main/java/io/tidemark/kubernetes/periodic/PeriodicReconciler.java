package io.tidemark.kubernetes.periodic;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.common.SearchAttributes;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.bridge.SearchAttributeSupport;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Invalid;
import io.tidemark.kubernetes.periodic.DesiredSchedule.Off;
import io.tidemark.kubernetes.periodic.DesiredSchedule.On;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.schedule.OtherClusterException;
import io.tidemark.schedule.ScheduleFingerprint;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles the schedules in Temporal with those that jobs ask for. Several replicas may do so at
 * once: each step is the same for all of them, and may be repeated (T2, T3, T7). A change of a job
 * is applied by the calling thread, at once; what a sweep finds is applied by several threads
 * behind it.
 */
public final class PeriodicReconciler implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(PeriodicReconciler.class);

  /** The number of sweeps for each listing of all schedules, to find those that a user deleted. */
  static final int SWEEPS_PER_LISTING = 10;

  /** The number of schedules that are written at once. */
  static final int CONCURRENT_WRITES = 8;

  private static final int LOCKS = 64;

  private final PeriodicPlanner planner;
  private final PeriodicSettings settings;
  private final PeriodicSchedules schedules;
  private final JobStore jobs;
  private final EventPublisher events;
  private final SearchAttributeSupport searchAttributes;
  private final Supplier<KubernetesCluster> identity;

  private final ExecutorService writers;

  /** A step for one schedule waits for another step for the same one. */
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  /** The schedules that jobs ask for, by the latest change of each job. */
  private final Map<PeriodicSnapshots, DesiredSchedule> desired = new ConcurrentHashMap<>();

  /** The desired schedules that have been applied or reported, which need no repetition. */
  private final Map<PeriodicSnapshots, Applied> applied = new ConcurrentHashMap<>();

  /** The schedules that wait for a writer. */
  private final Set<PeriodicSnapshots> queued = ConcurrentHashMap.newKeySet();

  /** The cluster of the jobs when they were last swept; it may become known. */
  private volatile KubernetesCluster cluster = KubernetesCluster.UNKNOWN;

  /**
   * The schedules that exist in Temporal, by the last listing and the changes since. The
   * fingerprint is empty where a user wrote the note, or where an update may have failed half-way.
   */
  private volatile Map<PeriodicSnapshots, Optional<ScheduleFingerprint>> existing =
      new ConcurrentHashMap<>();

  /** The number of sweeps until the next listing. */
  private int sweepsUntilListing;

  /** Until the first listing, nothing is known of existing schedules, so changes wait for it. */
  private volatile boolean listed;

  /**
   * @param identity the cluster of the jobs, whose schedules alone are reconciled (S6); may throw
   *     while the API server does not answer
   * @param searchAttributes the search attributes that the Temporal server supports
   */
  public PeriodicReconciler(
      ScheduleClient temporal,
      PeriodicSettings settings,
      Supplier<KubernetesCluster> identity,
      SearchAttributeSupport searchAttributes,
      JobStore jobs,
      EventPublisher events) {
    this(
        temporal,
        settings,
        identity,
        searchAttributes,
        jobs,
        events,
        Executors.newFixedThreadPool(CONCURRENT_WRITES));
  }

  PeriodicReconciler(
      ScheduleClient temporal,
      PeriodicSettings settings,
      Supplier<KubernetesCluster> identity,
      SearchAttributeSupport searchAttributes,
      JobStore jobs,
      EventPublisher events,
      ExecutorService writers) {
    this.writers = writers;
    this.planner = new PeriodicPlanner(settings);
    this.settings = settings;
    this.schedules = new PeriodicSchedules(temporal, settings);
    this.identity = identity;
    this.jobs = jobs;
    this.events = events;
    this.searchAttributes = searchAttributes;
  }

  @Override
  public void changed(JobResource job) {
    planner.plan(job).forEach(this::changed);
  }

  @Override
  public void gone(JobResource last) {
    PeriodicPlanner.planForGone(last).forEach(this::changed);
  }

  private void changed(DesiredSchedule schedule) {
    desired.put(schedule.snapshots(), schedule);
    if (listed) {
      apply(schedule.snapshots());
    }
  }

  /**
   * Lists the schedules if it is time for that, and writes what differs, with several threads
   * behind this call. The sweeps between two listings only repeat what has failed, since changes
   * are applied as they come.
   */
  @Override
  public void sweep(List<JobResource> all) {
    var current = identity.get();
    if (sweepsUntilListing == 0 || !current.equals(cluster)) {
      sweepsUntilListing = 0; // The next sweep tries again if this one fails.
      cluster = current;
      list(all);
      sweepsUntilListing = SWEEPS_PER_LISTING;
    }
    sweepsUntilListing--;
    desired.values().stream()
        .filter(schedule -> !isApplied(schedule))
        .forEach(schedule -> write(schedule.snapshots(), () -> apply(schedule.snapshots())));
  }

  /** Compares the jobs with the schedules that exist. */
  private void list(List<JobResource> all) {
    existing =
        new ConcurrentHashMap<>(schedules.list(cluster, jobs.namespaces(settings.namespaces())));
    applied.values().removeIf(this::isOutdated);
    all.stream()
        .flatMap(job -> planner.plan(job).stream())
        .forEach(schedule -> desired.put(schedule.snapshots(), schedule));
    listed = true;
    var ofJobs =
        all.stream()
            .flatMap(job -> Arrays.stream(SnapshotType.values()).map(job::snapshots))
            .collect(toSet());
    var orphans = new HashSet<>(existing.keySet());
    orphans.removeAll(ofJobs);
    desired.keySet().removeIf(known -> !ofJobs.contains(known) && !orphans.contains(known));
    applied.keySet().retainAll(desired.keySet());
    orphans.forEach(orphan -> write(orphan, () -> applyToOrphan(orphan)));
  }

  /**
   * Returns whether the listing shows that a user, or another replica, has changed the schedule.
   */
  private boolean isOutdated(Applied last) {
    var exists = existing.containsKey(last.desired().snapshots());
    return (last.desired() instanceof On && !exists) || (last.desired() instanceof Off && exists);
  }

  /** Takes a step for a schedule on another thread, unless one waits already. */
  private void write(PeriodicSnapshots snapshots, Runnable step) {
    if (queued.add(snapshots)) {
      try {
        writers.execute(
            () -> {
              queued.remove(snapshots);
              isolated(snapshots, step);
            });
      } catch (RejectedExecutionException closing) {
        log.debug("The bridge is closing", closing);
      }
    }
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }

  /**
   * Runs the step so that its failure for one schedule does not block the others. The bridge
   * reports a namespace that cannot be read, once for all its schedules.
   */
  private static void isolated(PeriodicSnapshots snapshots, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      if (failed instanceof KubernetesClientException answer
          && ServerRefusal.preventsReading(answer)) {
        log.debug("The job of schedule {} cannot be read", snapshots.scheduleId(), failed);
        return;
      }
      log.warn(
          "Schedule {} could not be reconciled; the next sweep will retry: {}",
          snapshots.scheduleId(),
          failed.toString());
      log.debug("Cause", failed);
    }
  }

  /**
   * Reads the job again before its schedule is deleted: it may have been created since all jobs
   * were listed, or only another replica may see it. A change that comes during the read counts.
   */
  private void applyToOrphan(PeriodicSnapshots orphan) {
    desired.remove(orphan);
    var wanted =
        jobs.read(orphan.namespace(), orphan.job())
            .map(current -> planner.plan(current, orphan.type()))
            .orElseGet(() -> new Off(orphan));
    desired.putIfAbsent(orphan, wanted);
    apply(orphan);
  }

  /** Applies what is desired now, which may have changed since the step was queued. */
  private void apply(PeriodicSnapshots snapshots) {
    synchronized (locks.get(Math.floorMod(snapshots.hashCode(), LOCKS))) {
      var schedule = desired.get(snapshots);
      if (schedule != null && !isApplied(schedule)) {
        applied.remove(snapshots);
        apply(schedule);
        applied.put(snapshots, applied(schedule));
      }
    }
  }

  private boolean isApplied(DesiredSchedule schedule) {
    return applied(schedule).equals(applied.get(schedule.snapshots()));
  }

  private void apply(DesiredSchedule schedule) {
    var snapshots = schedule.snapshots();
    if (schedule instanceof Off) {
      delete(snapshots);
    }
    if (schedule instanceof On on) {
      searchAttributes.call(
          attributes(snapshots),
          attributes -> createOrUpdate(new ScheduleDefinition(on, settings, attributes)));
    }
    if (schedule instanceof Invalid invalid) {
      report(invalid);
    }
  }

  private Applied applied(DesiredSchedule desired) {
    var attributes =
        desired instanceof On
            ? searchAttributes.supported(attributes(desired.snapshots()))
            : SearchAttributes.EMPTY;
    return new Applied(desired, attributes, cluster);
  }

  private static SearchAttributes attributes(PeriodicSnapshots snapshots) {
    return WorkflowSearchAttributes.ofJob(snapshots.namespace(), snapshots.job());
  }

  /** A desired schedule, with the owner and the search attributes that it could have then. */
  private record Applied(
      DesiredSchedule desired, SearchAttributes attributes, KubernetesCluster owner) {}

  private void createOrUpdate(ScheduleDefinition definition) {
    var snapshots = definition.snapshots();
    var fingerprint = Optional.of(definition.schedule().fingerprint());
    if (!fingerprint.equals(existing.get(snapshots))) {
      existing.put(snapshots, Optional.empty());
      try {
        schedules.createOrUpdate(definition, cluster);
        existing.put(snapshots, fingerprint);
      } catch (OtherClusterException taken) {
        existing.remove(snapshots);
        report(snapshots, taken);
      }
    }
  }

  /** Each listing leads to another try, since the other cluster's schedule may be deleted. */
  private void report(PeriodicSnapshots snapshots, OtherClusterException taken) {
    var message =
        "The schedule for this job was not written: %s. %s."
            .formatted(taken.getMessage(), taken.remedy());
    log.warn("{} in {}: {}", snapshots.job(), snapshots.namespace(), message);
    var event = new ResourceEvent(EventReason.INVALID_SETTING, message, taken.getMessage());
    jobs.read(snapshots.namespace(), snapshots.job())
        .ifPresent(job -> events.publish(EventSubject.of(job), event));
  }

  private void delete(PeriodicSnapshots snapshots) {
    if (existing.containsKey(snapshots)) {
      schedules.delete(snapshots, cluster);
      existing.remove(snapshots);
    }
  }

  /** The last valid schedule stays, since a typing error must not cost a job its savepoints. */
  private void report(Invalid invalid) {
    var consequence =
        existing.containsKey(invalid.snapshots())
            ? "The schedule stays as it was until this is corrected or removed"
            : "There is no schedule until this is corrected";
    var message = "%s. %s.".formatted(invalid.reason(), consequence);
    events.publish(
        invalid.job(), new ResourceEvent(EventReason.INVALID_SETTING, message, invalid.reason()));
  }
}
