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
import io.tidemark.kubernetes.bridge.WorkflowStubs;
import io.tidemark.kubernetes.claim.ResourceActivitiesImpl;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.claim.SnapshotClaims;
import io.tidemark.kubernetes.creation.ExistingSavepointCreator;
import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.creation.UpgradeSnapshotCreator;
import io.tidemark.kubernetes.history.HistoryImporter;
import io.tidemark.kubernetes.job.ProgramReader;
import io.tidemark.kubernetes.job.SessionJobActivitiesImpl;
import io.tidemark.kubernetes.job.SessionJobClaims;
import io.tidemark.kubernetes.job.SessionJobFollower;
import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.jobstatus.JobStatusFollower;
import io.tidemark.kubernetes.jobstatus.UnclaimedJobs;
import io.tidemark.kubernetes.legacy.LegacyMode;
import io.tidemark.kubernetes.legacy.LegacyRequests;
import io.tidemark.kubernetes.legacy.LegacySnapshotFollower;
import io.tidemark.kubernetes.legacy.LegacySnapshotStore;
import io.tidemark.kubernetes.legacy.LegacyUpgrades;
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
import io.tidemark.kubernetes.retention.HistoryEntries;
import io.tidemark.kubernetes.retention.RetentionActivitiesImpl;
import io.tidemark.kubernetes.retention.TaskQueueOwner;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotKind;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.job.ProgramSource;
import io.tidemark.workflow.job.SessionJobActivities;
import io.tidemark.workflow.periodic.PeriodicActivities;
import io.tidemark.workflow.resource.ResourceActivities;
import io.tidemark.workflow.retention.RetentionActivities;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Creates all parts that work with Kubernetes, on one client and the same stores. */
final class KubernetesParts {
  private final TidemarkConfiguration configuration;
  private final KubernetesClient kubernetes;
  private final WorkflowClient temporal;
  private final ScheduleClient schedules;
  private final EventPublisher events;
  private final Clock clock;
  private final NamespaceReader namespaces;
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final SnapshotCreator creator;
  private final LegacyMode legacyMode;
  private final LegacyRequests legacyRequests;
  private final ClusterIdentity cluster;
  private final SearchAttributeSupport searchAttributes;
  private final HistoryCleanupSchedule cleanupSchedule;
  private final ClusterReader clusters;

  /** That of the current bridge; empty before the first one, and in mode companion. */
  private volatile Optional<JobStatusFollower> jobStatus = Optional.empty();

  private volatile Optional<SessionJobFollower> changes = Optional.empty();

  KubernetesParts(
      TidemarkConfiguration configuration,
      KubernetesClient kubernetes,
      WorkflowClient temporal,
      ClusterIdentity cluster,
      SearchAttributeSupport searchAttributes,
      EventPublisher events,
      ClusterReader clusters,
      Clock clock) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.temporal = requireNonNull(temporal, "temporal is null");
    this.schedules = schedules(temporal);
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.searchAttributes = requireNonNull(searchAttributes, "searchAttributes is null");
    this.events = requireNonNull(events, "events is null");
    this.clusters = requireNonNull(clusters, "clusters is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.namespaces = new NamespaceReader(kubernetes);
    this.jobs = new JobStore(kubernetes);
    this.snapshots = new SnapshotStore(kubernetes);
    this.creator = new SnapshotCreator(kubernetes, jobs, configuration.creation());
    this.legacyMode =
        switch (configuration.mode()) {
          case COMPANION -> LegacyMode.never(jobs);
          case STANDALONE ->
              new LegacyMode(
                  jobs,
                  configuration.standalone().snapshotResources(),
                  new SnapshotKind(kubernetes, clock));
        };
    this.legacyRequests = new LegacyRequests(legacyMode, jobs, creator);
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
   * Returns the search for users of a savepoint.
   *
   * @param lastKnown the resources that this replica's watch has seen
   */
  SavepointUsers savepointUsers(LastKnownResources lastKnown) {
    return new SavepointUsers(
        kubernetes,
        configuration.namespaces(),
        lastKnown,
        ResourceActivitiesImpl::isInsideWorkflowTask);
  }

  /**
   * Returns the activities on snapshots.
   *
   * @param lastKnown the resources that this replica's watch has seen
   */
  ResourceActivities resourceActivities(LastKnownResources lastKnown, SavepointUsers users) {
    var records = new LegacySnapshotStore(configuration.mode(), jobs, snapshots);
    return new ResourceActivitiesImpl(
        new SnapshotClaims(
            namespaces, jobs, records, lastKnown, users, events, configuration.claims(), clock),
        new StatusWriter(records, events),
        new LateSavepointMark(records),
        new FinalizerRemoval(records),
        events,
        users);
  }

  SessionJobActivities sessionJobActivities() {
    var labels = configuration.creation().labels();
    return new SessionJobActivitiesImpl(
        new SessionJobClaims(
            namespaces,
            jobs,
            snapshots,
            new UpgradeSnapshotCreator(kubernetes, labels),
            new LegacyUpgrades(legacyMode, jobs),
            events,
            configuration.standalone().sessionJobs(),
            clock));
  }

  /** Returns the source of the programs of session jobs, which no payload contains. */
  ProgramSource programs() {
    return new ProgramReader(jobs);
  }

  PeriodicActivities periodicActivities() {
    var window = configuration.periodic().catchUpWindow();
    var skipReasons =
        new SkipReasons(configuration.mode(), snapshots, PeriodicActivitiesImpl::startedAt, window);
    return new PeriodicActivitiesImpl(jobs, skipReasons, creator, legacyRequests, events);
  }

  RetentionActivities retentionActivities(SavepointUsers users) {
    var entries =
        new HistoryEntries(
            configuration.mode(),
            configuration.claims().savepoints().allowedPrefixes(),
            legacyMode::isOn,
            users);
    return new RetentionActivitiesImpl(
        jobs,
        snapshots,
        configuration.namespaces(),
        events,
        configuration.cleanup(),
        entries,
        clock);
  }

  private List<JobFollower> followers() {
    var periodic =
        new PeriodicReconciler(
            schedules, configuration.periodic(), cluster::get, searchAttributes, jobs, events);
    var history =
        new HistoryImporter(
            jobs,
            snapshots,
            new ExistingSavepointCreator(kubernetes, configuration.creation().labels()),
            events,
            configuration.mode());
    return switch (configuration.mode()) {
      case COMPANION -> List.of(periodic, history);
      case STANDALONE -> standaloneFollowers(periodic, history);
    };
  }

  private List<JobFollower> standaloneFollowers(JobFollower periodic, JobFollower history) {
    var stubs =
        new WorkflowStubs(temporal, configuration.taskQueue(), cluster.get(), searchAttributes);
    var sessionJobFollower = new SessionJobFollower(stubs);
    var status =
        new JobStatusFollower(
            clusters,
            jobs,
            events,
            clock,
            configuration.standalone().pollInterval(),
            sessionJobFollower::lost);
    jobStatus = Optional.of(status);
    changes = Optional.of(sessionJobFollower);
    return List.of(
        new NonceFollower(jobs, creator, legacyRequests, events, clock),
        new LegacySnapshotFollower(stubs, jobs, events),
        periodic,
        history,
        status,
        sessionJobFollower);
  }

  /** Returns the clusters with jobs that no resource is about, as the latest bridge saw them. */
  List<UnclaimedJobs> unclaimedJobs() {
    return jobStatus.map(JobStatusFollower::unclaimed).orElse(List.of());
  }

  /** Returns the number of changes of session jobs that wait for a person; empty if not known. */
  OptionalLong heldChanges() {
    return changes.map(SessionJobFollower::held).orElse(OptionalLong.empty());
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
