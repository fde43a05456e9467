package io.tidemark.kubernetes.periodic;

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
import io.tidemark.workflow.model.KubernetesCluster;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import io.tidemark.workflow.snapshot.SnapshotSearchAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles the schedules in Temporal with those that jobs ask for. Several replicas may do so at
 * once: each step is the same for all of them, and may be repeated (T2, T3, T7).
 */
public final class PeriodicReconciler implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(PeriodicReconciler.class);

  private final PeriodicPlanner planner;
  private final PeriodicSettings settings;
  private final PeriodicSchedules schedules;
  private final JobStore jobs;
  private final EventPublisher events;
  private final SearchAttributeSupport searchAttributes;
  private final Supplier<KubernetesCluster> identity;

  /** The cluster of the jobs when they were last swept; it may become known. */
  private KubernetesCluster cluster = KubernetesCluster.UNKNOWN;

  /**
   * The schedules that exist in Temporal, by the last listing and the changes since. The
   * fingerprint is empty where a user wrote the note, or where an update may have failed half-way.
   */
  private final Map<PeriodicSnapshots, Optional<ScheduleFingerprint>> existing = new HashMap<>();

  /** The desired schedules that have been applied or reported, which need no repetition. */
  private final Map<PeriodicSnapshots, Applied> applied = new HashMap<>();

  /** Until the first listing, nothing is known of existing schedules, so changes wait for it. */
  private boolean swept;

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
    if (swept) {
      planner.plan(job).forEach(this::apply);
    }
  }

  @Override
  public void gone(JobResource last) {
    PeriodicPlanner.planForGone(last).forEach(this::apply);
  }

  @Override
  public void sweep(List<JobResource> all) {
    cluster = identity.get();
    var listed = schedules.list(cluster);
    existing.clear();
    existing.putAll(listed);
    applied
        .values()
        .removeIf(last -> last.desired() instanceof On on && !existing.containsKey(on.snapshots()));
    swept = true;
    var desired = all.stream().flatMap(job -> planner.plan(job).stream()).toList();
    desired.forEach(schedule -> isolated(schedule.snapshots(), () -> apply(schedule)));
    var orphans = new HashSet<>(existing.keySet());
    desired.forEach(schedule -> orphans.remove(schedule.snapshots()));
    orphans.forEach(orphan -> isolated(orphan, () -> applyToOrphan(orphan)));
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
   * were listed, or only another replica may see it.
   */
  private void applyToOrphan(PeriodicSnapshots orphan) {
    var job = jobs.read(orphan.namespace(), orphan.job());
    apply(
        job.map(current -> planner.plan(current, orphan.type())).orElseGet(() -> new Off(orphan)));
  }

  private void apply(DesiredSchedule desired) {
    var snapshots = desired.snapshots();
    if (applied(desired).equals(applied.get(snapshots))) {
      return;
    }
    applied.remove(snapshots);
    if (desired instanceof Off) {
      delete(snapshots);
      return;
    }
    if (desired instanceof On on) {
      searchAttributes.call(
          attributes(snapshots),
          attributes -> createOrUpdate(new ScheduleDefinition(on, settings, attributes)));
    }
    if (desired instanceof Invalid invalid) {
      report(invalid);
    }
    applied.put(snapshots, applied(desired));
  }

  private Applied applied(DesiredSchedule desired) {
    var attributes =
        desired instanceof On
            ? searchAttributes.supported(attributes(desired.snapshots()))
            : SearchAttributes.EMPTY;
    return new Applied(desired, attributes, cluster);
  }

  private static SearchAttributes attributes(PeriodicSnapshots snapshots) {
    return SnapshotSearchAttributes.ofJob(snapshots.namespace(), snapshots.job());
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

  /** Each sweep tries again, since the other cluster's schedule may be deleted. */
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
