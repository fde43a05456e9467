package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.tidemark.app.check.KubernetesChecks;
import io.tidemark.app.check.LeaseReference;
import io.tidemark.app.check.TaskQueueCheck;
import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.bridge.SearchAttributeSupport;
import io.tidemark.kubernetes.bridge.SnapshotBridge;
import io.tidemark.kubernetes.claim.ResourceActivitiesImpl;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.claim.SnapshotClaims;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.nonce.NonceFollower;
import io.tidemark.kubernetes.periodic.DeclaredSchedules;
import io.tidemark.kubernetes.periodic.PeriodicActivitiesImpl;
import io.tidemark.kubernetes.periodic.PeriodicReconciler;
import io.tidemark.kubernetes.periodic.SkipReasons;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.FinalizerRemoval;
import io.tidemark.kubernetes.record.LateSavepointMark;
import io.tidemark.kubernetes.record.StatusWriter;
import io.tidemark.kubernetes.retention.HistoryCleanupSchedule;
import io.tidemark.kubernetes.retention.RetentionActivitiesImpl;
import io.tidemark.kubernetes.retention.TaskQueueOwner;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.retention.RetentionActivities;
import java.time.Clock;
import java.util.List;

/** Creates all parts that work with Kubernetes, on one client and the same stores. */
final class KubernetesParts {
  private final TidemarkConfiguration configuration;
  private final KubernetesClient kubernetes;
  private final WorkflowClient temporal;
  private final ScheduleClient schedules;
  private final EventPublisher events;
  private final Clock clock;
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final SnapshotCreator creator;
  private final ClusterIdentity cluster;
  private final SearchAttributeSupport searchAttributes;
  private final HistoryCleanupSchedule cleanupSchedule;

  KubernetesParts(
      TidemarkConfiguration configuration,
      KubernetesClient kubernetes,
      WorkflowClient temporal,
      ClusterIdentity cluster,
      SearchAttributeSupport searchAttributes,
      EventPublisher events,
      Clock clock) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.temporal = requireNonNull(temporal, "temporal is null");
    this.schedules = schedules(temporal);
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.searchAttributes = requireNonNull(searchAttributes, "searchAttributes is null");
    this.events = requireNonNull(events, "events is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.jobs = new JobStore(kubernetes);
    this.snapshots = new SnapshotStore(kubernetes);
    this.creator = new SnapshotCreator(kubernetes, jobs, configuration.creation());
    this.cleanupSchedule =
        new HistoryCleanupSchedule(
            new TaskQueueOwner(schedules, configuration.taskQueue()),
            configuration.cleanup().interval(),
            cluster::get);
  }

  /** Returns the checks of an API server that this configuration needs. */
  static KubernetesChecks checks(TidemarkConfiguration configuration, KubernetesClient kubernetes) {
    var lease = Replica.lease(configuration, kubernetes);
    return new KubernetesChecks(
        kubernetes,
        configuration.namespaces(),
        lease.stream().map(it -> new LeaseReference(it.namespace(), it.name())).toList(),
        configuration.mode());
  }

  /** Returns the check that the task queue serves this cluster. */
  static TaskQueueCheck taskQueueCheck(
      TidemarkConfiguration configuration, WorkflowClient temporal, ClusterIdentity cluster) {
    var owner = new TaskQueueOwner(schedules(temporal), configuration.taskQueue());
    return new TaskQueueCheck(configuration.taskQueue(), cluster, owner::read);
  }

  /** Returns a new bridge that does not watch yet. */
  SnapshotBridge bridge() {
    cleanupSchedule.forgetNextRun();
    return new SnapshotBridge(
        kubernetes,
        temporal,
        events,
        configuration.bridge(),
        cluster.get(),
        searchAttributes,
        new DeclaredSchedules(configuration.periodic()),
        followers(),
        cleanupSchedule::ensure);
  }

  /** Returns the schedule that cleans up the history. */
  HistoryCleanupSchedule cleanupSchedule() {
    return cleanupSchedule;
  }

  /**
   * Returns the activities on snapshots.
   *
   * @param lastKnown the resources that this replica's watch has seen
   */
  ResourceActivities resourceActivities(LastKnownResources lastKnown) {
    var users = new SavepointUsers(kubernetes, jobs, configuration.namespaces(), lastKnown);
    return new ResourceActivitiesImpl(
        new SnapshotClaims(
            kubernetes, jobs, snapshots, lastKnown, users, events, configuration.claims(), clock),
        new StatusWriter(snapshots, events),
        new LateSavepointMark(snapshots),
        new FinalizerRemoval(snapshots),
        events,
        users);
  }

  PeriodicActivities periodicActivities() {
    var window = configuration.periodic().catchUpWindow();
    var skipReasons = new SkipReasons(snapshots, PeriodicActivitiesImpl::startedAt, window);
    return new PeriodicActivitiesImpl(jobs, skipReasons, creator, events);
  }

  RetentionActivities retentionActivities() {
    return new RetentionActivitiesImpl(
        jobs, snapshots, configuration.namespaces(), events, configuration.cleanup(), clock);
  }

  private List<JobFollower> followers() {
    var periodic =
        new PeriodicReconciler(
            schedules, configuration.periodic(), cluster::get, searchAttributes, jobs, events);
    return switch (configuration.mode()) {
      case COMPANION -> List.of(periodic);
      case STANDALONE -> List.of(new NonceFollower(jobs, creator, events, clock), periodic);
    };
  }

  private static ScheduleClient schedules(WorkflowClient temporal) {
    var options = temporal.getOptions();
    return ScheduleClient.newInstance(
        temporal.getWorkflowServiceStubs(),
        ScheduleClientOptions.newBuilder()
            .setNamespace(options.getNamespace())
            .setIdentity(options.getIdentity())
            .setDataConverter(options.getDataConverter())
            .build());
  }
}
